// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls a model through a gateway on this machine. */
final class Caller {
    private static final String PATH = "/v1/chat/completions";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int gatewayPort;

    Caller(int gatewayPort) {
        this.gatewayPort = gatewayPort;
    }

    /** A call with this key, which also writes in the limiter's name. */
    HttpResponse<String> call(String key, HttpRequest.BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        return call(key, body, HttpResponse.BodyHandlers.ofString(), headers);
    }

    /** A call whose caller hangs up as soon as the answer has begun. */
    void callAndHangUp(String key, String call) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofString(call);
        try (InputStream body =
                call(key, publisher, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            assertThat(body.read()).isPositive();
        }
    }

    private <T> HttpResponse<T> call(
            String key, HttpRequest.BodyPublisher body, HttpResponse.BodyHandler<T> handler, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder more = headers.length == 0
                ? HttpRequest.newBuilder()
                : HttpRequest.newBuilder().headers(headers);
        return CLIENT.send(
                more.uri(URI.create("http://127.0.0.1:" + gatewayPort + PATH))
                        .header("authorization", "Bearer " + key)
                        .header("content-type", "application/json")
                        .header("x-stillwatch-tier", "none-of-your-business")
                        .header("x-stillwatch-max-tokens", "1000000")
                        // Some servers take an underscore for a hyphen, each of them.
                        .header("X_Stillwatch_Tier", "none-of-your-business")
                        .header("X-Stillwatch_Tier", "none-of-your-business")
                        .header("X_Stillwatch-Tier", "none-of-your-business")
                        .POST(body)
                        .build(),
                handler);
    }

    /** The status of a call with headers as no client would write them; no body follows. */
    int statusOf(String key, String... headers) throws IOException {
        return statusAt("POST " + PATH, key, headers);
    }

    /** The same of what is asked for in another way, or elsewhere: a method and a path. */
    int statusAt(String what, String key, String... headers) throws IOException {
        String request = what + " HTTP/1.1\r\nhost: 127.0.0.1:" + gatewayPort + "\r\nauthorization: Bearer " + key
                + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gatewayPort)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring("HTTP/1.1 ".length()));
        }
    }
}
