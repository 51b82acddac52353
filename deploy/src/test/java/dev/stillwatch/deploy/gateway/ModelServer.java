// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Answers calls to a model as OpenAI's interface does, and remembers what reached it. */
final class ModelServer implements AutoCloseable {
    private static final String ANSWER = """
            {"id":"chatcmpl-1","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",\
            "message":{"role":"assistant","content":"It says \\"usage\\": {\\"completion_tokens\\": 0}."}}],\
            "usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}}""";

    private static final String BEGINNING = """
            event: message_start
            data: {"type":"message_start","message":{"usage":{"input_tokens":9,"output_tokens":1}}}

            """;
    private static final String MORE = "event: ping\ndata: {\"type\": \"ping\"}\n\n";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<Headers> seen = new CopyOnWriteArrayList<>();
    private volatile int tokens;
    private volatile boolean endless;

    ModelServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** From now on each answer says that it took so many tokens before and so many after. */
    void takes(int tokens) {
        this.tokens = tokens;
    }

    /** From now on an answer is a stream of Anthropic's interface that ends only when nobody reads it. */
    void neverEnds() {
        endless = true;
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(BEGINNING.getBytes(StandardCharsets.UTF_8));
            while (!threads.isShutdown()) {
                body.write(MORE.getBytes(StandardCharsets.UTF_8));
                body.flush();
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        seen.add(exchange.getRequestHeaders());
        if (endless) {
            stream(exchange);
            return;
        }
        byte[] body = ANSWER.formatted(tokens, tokens, 2 * tokens).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Headers of the calls that came through, in order. */
    List<Headers> seen() {
        return List.copyOf(seen);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
