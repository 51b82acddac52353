// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.stillwatch.deploy.console.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamTest {
    private final StringWriter err = new StringWriter();
    private final Terminal terminal =
            new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err, true), false, 100);
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> seen = new ArrayList<>();
    private final List<String> resumed = new ArrayList<>();
    private HttpServer server;

    /** A status, and what is sent before the connection ends. */
    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Answer answer = answers.pop();
            resumed.add(String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
            exchange.sendResponseHeaders(answer.status(), 0);
            exchange.getResponseBody().write(answer.body().getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void read(int most) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/alerts/stream");
        new EventStream(uri, "token", terminal).read(false, data -> {
            seen.add(data);
            return seen.size() < most;
        });
    }

    @Test
    void aServerThatIsAnotherIsToldByItsAnswer() {
        answers.add(new Answer(404, ""));
        answers.add(new Answer(503, "all streams are taken"));

        assertThatThrownBy(() -> read(1))
                .isInstanceOf(InputProblem.class)
                .hasMessageContaining("answered 404")
                .hasMessageNotContaining("nothing answers");
        assertThatThrownBy(() -> read(1)).isInstanceOf(InputProblem.class).hasMessageContaining("answered 503");
    }

    @Test
    void aServerThatStopsAndBeginsAgainIsFollowedFromWhereItStopped() throws Exception {
        answers.add(new Answer(200, "id: 0:4\n\n"));
        answers.add(new Answer(503, "not yet"));
        answers.add(new Answer(200, "id: 0:5\ndata: one\n\n"));
        answers.add(new Answer(200, "id: 0:6\ndata: two\n\n"));

        read(2);

        assertThat(seen).containsExactly("one", "two");
        assertThat(resumed).containsExactly("null", "0:4", "0:4", "0:5");
        assertThat(err.toString()).as("once for each loss").hasLineCount(2);
    }
}
