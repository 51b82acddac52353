// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import dev.stillwatch.deploy.simulate.Simulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live system in this process, on free ports: from a record to an alert that a person sees. */
@Timeout(240)
class RunCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String QUICK = """
            name: quick
            version: %d
            timing: {bucket_seconds: 5, allowance_seconds: 1, idle_seconds: 1, merge_wait_seconds: 0}
            ladder: {watch: %s}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 100);

    @TempDir
    private Path directory;

    private Path home() {
        return directory.resolve("home");
    }

    private int run(String... arguments) {
        return RunLine.run(terminal, home(), arguments);
    }

    @Test
    void aRecordBecomesAnAlertThatWatchExplainAndAProgramSee() throws Exception {
        Path policies = Files.createDirectories(directory.resolve("policies"));
        Files.writeString(policies.resolve("policy.yaml"), QUICK.formatted(1, "1.0"));
        Thread service = new Thread(() -> run(
                "--port",
                "0",
                "--broker-port",
                "0",
                "--partitions",
                "1",
                "--threads",
                "1",
                "--policies",
                policies.toString()));
        service.start();
        try {
            await().atMost(PATIENCE).until(() -> out.toString().contains("Running."));
            String token = said("shown this once: (\\S+)");
            String door = said("HTTP door at (http://\\S+)\\.");
            String broker = said("process at (\\S+),");
            Path tokenFile = Files.writeString(directory.resolve("token"), token);
            assertThat(get(door + "/health", token).body()).contains("\"ready\":true", "\"buckets-closed-early\":0");
            assertThat(get(door + "/v1/alerts?about=a", "wrong").statusCode()).isEqualTo(401);

            List<String> records = distiller();
            send(broker, records.subList(0, 100));
            String id = "";
            String account = "";
            try (Events events = new Events(door, token, "")) {
                account = events.next();
                id = events.id;
            }
            String subject = account;
            // What came while nobody listened is not lost and not told twice.
            send(broker, records.subList(100, records.size()));
            assertThat(explain(account, door, tokenFile)).contains("hidden reasoning");
            // The first standings of all wait for the first word of the task that forms rings (docs/decisions/0012).
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(get(door + "/v1/standings/" + subject, token)
                                    .body())
                            .contains("\"policy\":\"quick@1\""));
            String everything = get(door + "/v1/alerts?about=" + account, token).body();
            assertThat(everything).contains(account);
            try (Events resumed = new Events(door, token, id)) {
                assertThat(resumed.id).isEqualTo(id);
            }
            assertThat(watchFirst(door, tokenFile)).contains(account);
            assertThat(act(broker, account)).isZero();
            await().atMost(PATIENCE).until(() -> {
                // Somebody else's traffic, by which time goes on.
                Instant now = Instant.now();
                send(
                        broker,
                        List.of("{\"time\":\"" + now + "\",\"id\":\"" + now + "\",\"account\":{\"id\":\"beat\"}}"));
                return get(door + "/v1/standings/" + subject, token).body().contains("\"tier\":\"clear\"");
            });

            Files.writeString(policies.resolve("policy.yaml"), "name: quick\nversion: 2\nladder: {watch: high}\n");
            await().atMost(PATIENCE).until(() -> err.toString().contains("quick@1 stays in force"));
            assertThat(err.toString()).contains("policy.yaml:3:");
            Files.writeString(policies.resolve("policy.yaml"), QUICK.formatted(2, "1.5"));
            await().atMost(PATIENCE).until(() -> err.toString().contains("quick@2 published"));
        } finally {
            service.interrupt();
            service.join();
        }
        assertThat(Files.readString(home().resolve("tokens"))).doesNotContain(said("shown this once: (\\S+)"));
    }

    /** One distiller's records of the last day, and a heartbeat of somebody else's after them. */
    private List<String> distiller() throws IOException {
        Path traffic = directory.resolve("traffic");
        Recipe demo = Recipe.of(Scenario.DEMO, 1);
        Instant start = Instant.now().minus(Duration.ofHours(25));
        Simulation.of(new Recipe(
                        demo.scenario(), 1, 0, demo.scale(), demo.days(), start, demo.prompts(), demo.canary()))
                .write(traffic, count -> {});
        String account;
        try (Stream<String> labels = Files.lines(traffic.resolve("labels.csv"))) {
            account = labels.filter(line -> line.contains(",R3"))
                    .map(line -> line.substring(0, line.indexOf(',')))
                    .findFirst()
                    .orElseThrow();
        }
        try (Stream<String> lines = Files.lines(traffic.resolve("usage.ndjson"))) {
            return lines.filter(line -> line.contains("\"" + account + "\"")).toList();
        }
    }

    private static void send(String broker, List<String> records) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker), new StringSerializer(), new StringSerializer())) {
            for (String record : records) {
                var unused = producer.send(new ProducerRecord<>("llm.usage", record));
            }
            producer.flush();
        }
    }

    private String said(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(out.toString());
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static HttpResponse<String> get(String uri, String token) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(uri))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String execute(List<String> arguments) {
        StringWriter shown = new StringWriter();
        PrintWriter writer = new PrintWriter(shown, true);
        assertThat(StillwatchCommand.commandLine(new Terminal(writer, writer, false, 100))
                        .execute(arguments.toArray(String[]::new)))
                .as("%s: %s", arguments, shown)
                .isZero();
        return shown.toString();
    }

    private static String explain(String account, String door, Path tokenFile) {
        return execute(List.of("explain", account, "--url", door, "--token-file", tokenFile.toString()));
    }

    private static String watchFirst(String door, Path tokenFile) {
        return execute(
                List.of("watch", "--url", door, "--token-file", tokenFile.toString(), "--from-oldest", "--limit", "1"));
    }

    private int act(String broker, String account) {
        System.setProperty("stillwatch.home", home().toString());
        try {
            assertThat(execute(List.of("act", "undo", account, "--reason", "known", "--bootstrap-servers", broker)))
                    .contains("undo recorded for " + account);
            return 0;
        } finally {
            System.clearProperty("stillwatch.home");
        }
    }

    /** The door's event stream, read by a plain program. */
    private static final class Events implements AutoCloseable {
        private final Stream<String> body;
        private final Iterator<String> lines;
        private String id = "";

        Events(String door, String token, String last) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(door + "/v1/alerts/stream?from=oldest"))
                    .header("Authorization", "Bearer " + token);
            if (!last.isEmpty()) {
                request.header("Last-Event-ID", last);
            }
            body = HttpClient.newHttpClient()
                    .send(request.build(), HttpResponse.BodyHandlers.ofLines())
                    .body();
            lines = body.iterator();
            while (id.isEmpty()) {
                take(lines.next());
            }
        }

        /** The next alert's subject. */
        String next() {
            while (true) {
                String line = lines.next();
                take(line);
                if (line.startsWith("data: ")) {
                    Matcher subject =
                            Pattern.compile("\"subject\":\"([^\"]+)\"").matcher(line);
                    assertThat(subject.find()).as(line).isTrue();
                    return subject.group(1);
                }
            }
        }

        private void take(String line) {
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            }
        }

        @Override
        public void close() {
            body.close();
        }
    }
}
