// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.deploy.console.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;

/** Reads the door's event stream, and goes on after the last event when the connection breaks. */
final class EventStream {
    private static final Duration CONNECT = Duration.ofSeconds(8);
    /** A restart of {@code run} on a busy machine takes a minute. */
    private static final int MOST_FAILURES = 300;

    private static final int OK = 200;
    private static final int UNAUTHORISED = 401;
    private static final int FORBIDDEN = 403;
    /** From here on it is the server that cannot, perhaps only now. */
    private static final int SERVER_ERROR = 500;

    private static final long PAUSE_MILLIS = 1_000;

    private final URI uri;
    private final String token;
    private final Terminal terminal;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private String lastId = "";
    private int failures;

    EventStream(URI uri, String token, Terminal terminal) {
        this.uri = uri;
        this.token = token;
        this.terminal = terminal;
    }

    /** Reads until the sink has enough (answers false), or the server is gone for good. */
    void read(boolean oldest, Predicate<String> sink) throws InterruptedException {
        while (true) {
            try {
                if (!once(oldest, sink)) {
                    return;
                }
            } catch (IOException e) {
                if (lastId.isEmpty() || failures >= MOST_FAILURES) {
                    throw new InputProblem("nothing answers at " + uri + "; is 'stillwatch run' running there?", e);
                }
            }
            if (failures++ == 0) {
                terminal.err().println("stillwatch: connection lost, trying again");
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private boolean once(boolean oldest, Predicate<String> sink) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        oldest && lastId.isEmpty() ? URI.create(uri + "?from=oldest") : uri)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<InputStream> response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            switch (response.statusCode()) {
                case OK -> failures = 0;
                case UNAUTHORISED -> throw new InputProblem("the token is not one of this server's");
                case FORBIDDEN -> throw new InputProblem("the token's role may not read alerts; use an analyst's");
                default -> failed(response.statusCode());
            }
            return events(new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)), sink);
        }
    }

    private void failed(int status) throws IOException {
        // Who was connected before meets a server that is about to stop, or that begins.
        if (status >= SERVER_ERROR && !lastId.isEmpty()) {
            throw new IOException("the server answered " + status);
        }
        throw new InputProblem(
                "the server at " + uri + " answered " + status + "; is it the HTTP door of 'stillwatch run'?"
                        + (status >= SERVER_ERROR ? " Try again, and look at its log." : ""));
    }

    private boolean events(BufferedReader lines, Predicate<String> sink) throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                lastId = line.substring("id: ".length());
            } else if (line.startsWith("data: ")) {
                data.append(line, "data: ".length(), line.length());
            } else if (line.isEmpty() && !data.isEmpty()) {
                boolean more = sink.test(data.toString());
                data.setLength(0);
                if (!more) {
                    return false;
                }
            }
        }
        return true;
    }
}
