// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.probe;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Gives the answers that a test laid down, in order, the last one for ever. */
final class ScriptedGateway implements AutoCloseable {
    private static final int HANGS_UP = -1;
    private static final int NEVER_ENDS = -2;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Deque<Answer> script = new ArrayDeque<>();
    private final List<Headers> seen = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    private record Answer(int status, Map<String, String> headers) {}

    ScriptedGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    ScriptedGateway answers(int status, String... headers) {
        Map<String, String> named = headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]);
        script.add(new Answer(status, named));
        return this;
    }

    ScriptedGateway hangsUp() {
        return answers(HANGS_UP);
    }

    ScriptedGateway neverEnds() {
        return answers(NEVER_ENDS);
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    List<Headers> seen() {
        return List.copyOf(seen);
    }

    List<String> bodies() {
        return List.copyOf(bodies);
    }

    // Calls come one after the other, so the script needs no lock.
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            seen.add(exchange.getRequestHeaders());
            Answer next = script.size() > 1 ? script.remove() : script.element();
            if (next.status == HANGS_UP) {
                return;
            }
            next.headers.forEach(exchange.getResponseHeaders()::add);
            if (next.status == NEVER_ENDS) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(1);
                exchange.getResponseBody().flush();
                closed.await();
            }
            exchange.sendResponseHeaders(next.status, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
