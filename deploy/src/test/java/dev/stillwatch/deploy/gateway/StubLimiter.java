// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says to every question what it was told to, for what the real limiter says only with a cluster behind it. */
final class StubLimiter implements AutoCloseable {
    private static final byte[] ADMITTED = "{\"admitted\":true,\"reservation\":\"r\"}".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final int status;
    private final Map<String, String> headers;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    StubLimiter(int port, int status, Map<String, String> headers) throws IOException {
        this.status = status;
        this.headers = headers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] question = exchange.getRequestBody().readAllBytes();
        asked.add(exchange.getRequestURI().getPath() + " " + new String(question, StandardCharsets.UTF_8));
        exchange.getResponseHeaders().add("content-type", "application/json");
        headers.forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(status, ADMITTED.length);
        exchange.getResponseBody().write(ADMITTED);
        exchange.close();
    }

    /** What it was asked until now: path and body. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
