// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.deploy.command.StillwatchCommand;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.deploy.limiter.Published;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.KeyFile;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.topic.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The limiter on a cluster: what the auditor publishes is enforced at its doors. */
@Timeout(240)
class LimiterFollowTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @BeforeEach
    void namesAHome() {
        System.setProperty("stillwatch.home", directory.toString());
    }

    @AfterEach
    void forgetsIt() {
        System.clearProperty("stillwatch.home");
    }

    @Test
    void aStandingIsEnforcedAtTheDoors() throws Exception {
        DeploymentKey key = KeyFile.in(directory).currentOrNew(new SecureRandom());
        Path limits = Files.writeString(
                directory.resolve("limits.yaml"),
                "{domain: llm, descriptors: [{key: account, rate_limit: {unit: minute, requests_per_unit: 1000}}]}");
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            String servers = broker.bootstrapServers();
            new Cluster(servers).require(List.of(Topic.STANDINGS, Topic.ACTS, Topic.DECISIONS, Topic.BUCKETS), true, 2);
            Published.standing(servers, key, Published.throttle("throttled", 4, Standing.Mode.ENFORCE));
            Published.standing(servers, key, Published.throttle("shadowed", 4, Standing.Mode.SHADOW));
            Thread service =
                    new Thread(() -> run("--limits", limits.toString(), "--port", "0", "--bootstrap-servers", servers));
            service.start();
            try {
                await().atMost(PATIENCE).until(() -> out.toString().contains("Ctrl-C stops."));
                assertThat(out.toString()).contains("Follows the standings of the cluster at " + servers);
                Matcher doors = Pattern.compile("Doors at (http://\\S+)\\.").matcher(out.toString());
                assertThat(doors.find()).isTrue();
                String door = doors.group(1);
                await().atMost(PATIENCE).until(() -> get(door + "/health").statusCode() == 200);
                String asking = door + "/authz?domain=llm&descriptors=account=";
                // Four an hour, of which a new bucket holds half.
                await().atMost(PATIENCE).until(() -> get(asking + "throttled").statusCode() == 429);
                assertThat(get(asking + "throttled").body()).contains("#abnormal-usage-detected");
                for (int i = 0; i < 6; i++) {
                    assertThat(get(asking + "shadowed").statusCode()).isEqualTo(200);
                }
                assertThat(get(asking + "nobody").headers().map()).doesNotContainKey("x-stillwatch-tier");
                assertThat(get(door + "/v1/limits/throttled").body())
                        .contains("\"tier\":\"throttle\"", "\"reason\":\"asks for step-by-step reasoning\"");
                await().atMost(PATIENCE)
                        .until(() ->
                                get(door + "/v1/shadow").body().contains("{\"subject\":\"shadowed\",\"calls\":4}"));
                assertThat(get(door + "/metrics").body())
                        .contains("stillwatch_limiter_standings_read 2.0", "stillwatch_limiter_standings_taken 2.0")
                        .contains("stillwatch_limiter_standings_unverified 0.0")
                        .contains("stillwatch_limiter_shadow_customers 1.0");
                await().atMost(PATIENCE)
                        .until(() -> get(door + "/metrics")
                                .body()
                                .matches("(?s).*stillwatch_limiter_decisions_written [1-9].*"));
            } finally {
                service.interrupt();
                service.join();
            }
        }
    }

    @Test
    void aClusterWithoutTheTopicsIsOneLineAndNothingGoesOnReading() throws Exception {
        KeyFile.in(directory).currentOrNew(new SecureRandom());
        Path limits = Files.writeString(directory.resolve("limits.yaml"), "{domain: llm}");
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            String servers = broker.bootstrapServers();
            assertThat(run("--limits", limits.toString(), "--port", "0", "--bootstrap-servers", servers))
                    .isEqualTo(2);
            assertThat(err.toString())
                    .hasLineCount(1)
                    .contains("the cluster at " + servers + " lacks stillwatch.standings");
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("standings-reader", "snapshots-reader");
        }
    }

    @Test
    void aMissingKeyIsOneLine() throws IOException {
        Path limits = Files.writeString(directory.resolve("limits.yaml"), "{domain: llm}");
        assertThat(run("--limits", limits.toString(), "--bootstrap-servers", "127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("no key at " + directory.resolve("keys"));
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "limiter";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return StillwatchCommand.commandLine(
                        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 100))
                .execute(all);
    }

    private static HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(uri))
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
