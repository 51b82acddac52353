// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.limiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.process.PortProcess;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.KeyFile;
import dev.stillwatch.policies.snapshot.CounterId;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.topic.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A limiter that is killed, not stopped: the next one goes on from what it had counted. */
@Timeout(300)
final class KilledLimiterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int BURST = 40;
    private static final String LIMITS = """
            domain: llm
            descriptors:
              - key: account
                rate_limit: {unit: year, requests_per_unit: %d}
                stillwatch: {algorithm: token_bucket}
            """.formatted(BURST);

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @Test
    void theFlaggedStayRefusedAndAFullBucketIsNotShrunk() throws Exception {
        Path limits = Files.writeString(directory.resolve("limits.yaml"), LIMITS);
        DeploymentKey key = KeyFile.in(Child.home(directory)).currentOrNew(new SecureRandom());
        port = PortProcess.freePort();
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            String servers = broker.bootstrapServers();
            new Cluster(servers).require(List.of(Topic.STANDINGS, Topic.ACTS, Topic.DECISIONS, Topic.BUCKETS), true, 2);
            Published.standing(servers, key, Published.throttle("flagged", 8, Standing.Mode.ENFORCE));

            try (PortProcess ignored = Child.limiter(directory, port, limits, "--bootstrap-servers", servers)) {
                awaitReady();
                assertThat(passing("flagged", 10)).isEqualTo(4);
                assertThat(passing("spent", 30)).isEqualTo(30);
                awaitTold(System.currentTimeMillis());
            }
            Published.send(servers, Topic.BUCKETS, new CounterId(1, 2).bytes(), bytes("no state"));
            Published.send(servers, Topic.BUCKETS, bytes("no key"), null);

            try (PortProcess ignored = Child.limiter(directory, port, limits, "--bootstrap-servers", servers)) {
                awaitReady();
                assertThat(passing("flagged", 10)).isZero();
                assertThat(passing("spent", BURST)).isEqualTo(BURST - 30);
                assertThat(passing("fresh", BURST + 10)).isEqualTo(BURST);
                assertThat(gauge("snapshots_read")).isGreaterThanOrEqualTo(3);
                assertThat(gauge("snapshots_refused")).isEqualTo(2);
                assertThat(gauge("snapshots_dropped")).isZero();
            }
        }
    }

    private void awaitReady() {
        await().atMost(PATIENCE).until(() -> get("/health").statusCode() == 200);
    }

    /** Until the cluster has everything that was counted up to then. */
    private void awaitTold(long counted) {
        await().atMost(PATIENCE).until(() -> {
            long asked = System.currentTimeMillis();
            return asked - gauge("snapshots_age_millis") > counted;
        });
    }

    private int passing(String account, int calls) throws IOException, InterruptedException {
        int passed = 0;
        for (int i = 0; i < calls; i++) {
            passed += get("/authz?domain=llm&descriptors=account=" + account).statusCode() == 200 ? 1 : 0;
        }
        return passed;
    }

    private double gauge(String name) throws IOException, InterruptedException {
        Matcher line = Pattern.compile("(?m)^stillwatch_limiter_" + name + " (\\S+)")
                .matcher(get("/metrics").body());
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(PATIENCE)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
