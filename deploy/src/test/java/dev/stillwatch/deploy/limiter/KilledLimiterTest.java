// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.limiter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.process.PortProcess;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.KeyFile;
import dev.stillwatch.policies.snapshot.CounterId;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A limiter that is killed, not stopped: the next one goes on from what it had counted. */
@Timeout(300)
final class KilledLimiterTest {
    private static final int BURST = 40;

    @TempDir
    private Path directory;

    @Test
    void theFlaggedStayRefusedAndAFullBucketIsNotShrunk() throws Exception {
        Path limits = Files.writeString(directory.resolve("limits.yaml"), AskedLimiter.yearly(BURST));
        DeploymentKey key = KeyFile.in(Child.home(directory)).currentOrNew(new SecureRandom());
        AskedLimiter limiter = new AskedLimiter(PortProcess.freePort());
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            String servers = broker.bootstrapServers();
            new Cluster(servers).require(List.of(Topic.STANDINGS, Topic.ACTS, Topic.DECISIONS, Topic.BUCKETS), true, 2);
            Published.standing(servers, key, Published.throttle("flagged", 8, Standing.Mode.ENFORCE));

            try (PortProcess ignored =
                    Child.limiter(directory, limiter.port(), limits, "--bootstrap-servers", servers)) {
                limiter.awaitReady();
                assertThat(limiter.passing("flagged", 10)).isEqualTo(4);
                assertThat(limiter.passing("spent", 30)).isEqualTo(30);
                limiter.awaitTold(System.currentTimeMillis());
            }
            Published.send(servers, Topic.BUCKETS, new CounterId(1, 2).bytes(), bytes("no state"));
            Published.send(servers, Topic.BUCKETS, bytes("no key"), null);

            try (PortProcess ignored =
                    Child.limiter(directory, limiter.port(), limits, "--bootstrap-servers", servers)) {
                limiter.awaitReady();
                assertThat(limiter.passing("flagged", 10)).isZero();
                assertThat(limiter.passing("spent", BURST)).isEqualTo(BURST - 30);
                assertThat(limiter.passing("fresh", BURST + 10)).isEqualTo(BURST);
                assertThat(limiter.gauge("snapshots_read")).isGreaterThanOrEqualTo(3);
                assertThat(limiter.gauge("snapshots_refused")).isEqualTo(2);
                assertThat(limiter.gauge("snapshots_dropped")).isZero();
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
