// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Real HTTP on a free port of loopback. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server: each takes two seconds to stop
class QueryServerTest {
    private static final String ANALYST = "analysts-token";
    private static final String GATEWAY = "gateways-token";
    private static final byte[] SALT = {1, 2, 3};
    private static final StreamLimits LIMITS = new StreamLimits(2, Duration.ofSeconds(1), Duration.ofMillis(50), 100);

    private final MemoryFeed feed = new MemoryFeed();
    private final HttpClient client = HttpClient.newHttpClient();
    private final QueryServer server;

    QueryServerTest() throws IOException {
        AccessTokens tokens = new AccessTokens(List.of(entry(Role.ANALYST, ANALYST), entry(Role.GATEWAY, GATEWAY)));
        server = QueryServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                tokens,
                feed,
                subject -> subject.equals("acct-1") ? Optional.of(standing()) : Optional.empty(),
                () -> new Health(true, "running", new TreeMap<>(Map.of("late", 3L))),
                LIMITS);
    }

    @AfterAll
    void close() {
        server.close();
    }

    @AfterEach
    void everyStreamEnds() {
        await().until(() -> feed.openReadings() == 0);
        feed.clear();
    }

    @Test
    void everythingButHealthNeedsAToken() throws Exception {
        assertThat(get("/health", "").statusCode()).isEqualTo(200);
        assertThat(get("/health", "").body())
                .isEqualTo("{\"ready\":true,\"state\":\"running\",\"passed\":{\"late\":3}}");
        for (String path : List.of("/v1/alerts/stream", "/v1/alerts?about=acct-1", "/v1/standings/acct-1")) {
            HttpResponse<String> none = get(path, "");
            assertThat(none.statusCode()).as(path).isEqualTo(401);
            assertThat(none.headers().firstValue("www-authenticate"))
                    .get()
                    .asString()
                    .startsWith("Bearer");
            assertThat(get(path, "wrong").statusCode()).as(path).isEqualTo(401);
        }
    }

    @Test
    void aRoleReadsOnlyWhatItMay() throws Exception {
        assertThat(get("/v1/alerts/stream", GATEWAY).statusCode()).isEqualTo(403);
        assertThat(get("/v1/standings/acct-1", GATEWAY).statusCode()).isEqualTo(200);
    }

    @Test
    void aSearchGivesTheFindingsOfOneSubject() throws Exception {
        feed.add(0, "a");
        feed.add(1, "b");
        feed.add(0, "a");

        HttpResponse<String> found = get("/v1/alerts?about=a", ANALYST);
        assertThat(found.statusCode()).isEqualTo(200);
        assertThat(found.body()).isEqualTo("{\"subject\":\"a\"}\n".repeat(2));
        assertThat(get("/v1/alerts?about=nobody", ANALYST).body()).isEmpty();
        assertThat(get("/v1/alerts", ANALYST).statusCode()).isEqualTo(400);
        assertThat(get("/v1/alerts?about=a", GATEWAY).statusCode()).isEqualTo(403);
    }

    @Test
    void aStandingIsJsonAndAnUnknownSubjectIsNotFound() throws Exception {
        assertThat(get("/v1/standings/acct-1", ANALYST).body())
                .contains("\"tier\":\"throttle\"")
                .contains("\"families\":[\"content\"]");
        assertThat(get("/v1/standings/nobody", ANALYST).statusCode()).isEqualTo(404);
    }

    @Test
    void aResumeGivesExactlyTheMissedAlerts() throws Exception {
        String last;
        try (Events events = open("")) {
            feed.add(0, "a");
            feed.add(1, "b");
            assertThat(events.subjects(2)).containsExactlyInAnyOrder("a", "b");
            last = events.lastId;
        }
        feed.add(1, "c");
        feed.add(0, "d");
        feed.add(1, "e");
        try (Events events = open(last)) {
            assertThat(events.subjects(3)).containsExactly("c", "d", "e");
            feed.add(0, "f");
            assertThat(events.subjects(1)).containsExactly("f");
        }
    }

    @Test
    void aClientThatSawNothingYetAlsoResumesExactly() throws Exception {
        feed.add(0, "before");
        String last;
        try (Events events = open("")) {
            last = events.awaitId();
        }
        feed.add(1, "missed");
        try (Events events = open(last)) {
            assertThat(events.subjects(1)).containsExactly("missed");
        }
    }

    @Test
    void oldestBeginsAtTheBeginning() throws Exception {
        feed.add(0, "first");
        try (Events events = new Events("/v1/alerts/stream?from=oldest", "")) {
            assertThat(events.subjects(1)).containsExactly("first");
        }
    }

    @Test
    void aForeignLastEventIdIsRefused() throws Exception {
        HttpRequest request = request("/v1/alerts/stream", ANALYST)
                .header("Last-Event-ID", "0:1;drop")
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void oneClientTooManyIsToldToComeBack() throws Exception {
        try (Events one = open("");
                Events two = open("")) {
            one.awaitId();
            two.awaitId();
            HttpResponse<String> three = get("/v1/alerts/stream", ANALYST);
            assertThat(three.statusCode()).isEqualTo(503);
            assertThat(three.headers().firstValue("retry-after")).isPresent();
        }
    }

    @Test
    void aClientThatReadsNothingIsLetGo() throws Exception {
        String big = "x".repeat(100_000);
        for (int i = 0; i < 500; i++) {
            feed.add(0, big);
        }
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            socket.getOutputStream()
                    .write(("GET /v1/alerts/stream?from=oldest HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                    + ANALYST + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            await().until(() -> feed.openReadings() == 1);
            // Nothing is read here. The server's side ends although the client never does.
            await().until(() -> feed.openReadings() == 0);
        }
    }

    @Test
    void aTakenPortIsOneLine() {
        assertThatThrownBy(() -> QueryServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                        new AccessTokens(List.of()),
                        feed,
                        subject -> Optional.empty(),
                        () -> new Health(true, "running", new TreeMap<>(Map.of("late", 3L))),
                        LIMITS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--port");
    }

    private Events open(String lastId) throws Exception {
        return new Events("/v1/alerts/stream", lastId);
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return client.send(request(path, token).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
    }

    private static AccessTokens.Entry entry(Role role, String token) {
        return new AccessTokens.Entry(role.label(), role, SALT, AccessTokens.hash(SALT, token));
    }

    private static Standing standing() {
        return new Standing(
                "acct-1",
                Tier.THROTTLE,
                Set.of(Family.CONTENT),
                3_100,
                LimitPlan.NONE,
                "",
                "",
                Standing.Mode.SHADOW,
                List.of("asks for step-by-step reasoning"),
                "default@1",
                4,
                0,
                60_000,
                1,
                1);
    }

    /** One open stream. */
    private final class Events implements AutoCloseable {
        private final InputStream body;
        private final BufferedReader lines;
        private String lastId = "";

        private Events(String path, String resume) throws Exception {
            HttpRequest.Builder builder = request(path, ANALYST);
            if (!resume.isEmpty()) {
                builder.header("Last-Event-ID", resume);
            }
            HttpResponse<InputStream> response =
                    client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            body = response.body();
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            awaitId();
        }

        private String awaitId() throws IOException {
            while (lastId.isEmpty()) {
                line();
            }
            return lastId;
        }

        private List<String> subjects(int count) throws IOException {
            List<String> subjects = new ArrayList<>();
            while (subjects.size() < count) {
                String line = line();
                if (line.startsWith("data: ")) {
                    subjects.add(line.substring("data: {\"subject\":\"".length(), line.length() - 2));
                }
            }
            return subjects;
        }

        private String line() throws IOException {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the stream ended");
            }
            if (line.startsWith("id: ")) {
                lastId = line.substring("id: ".length());
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
