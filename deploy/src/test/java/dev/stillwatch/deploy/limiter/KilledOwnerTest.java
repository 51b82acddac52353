// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.limiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.process.PortProcess;
import dev.stillwatch.policies.key.KeyFile;
import dev.stillwatch.policies.topic.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two limiters as processes: the one that owns a key is killed, and the other goes on from what it had counted. */
@Timeout(300)
final class KilledOwnerTest {
    private static final int BURST = 12;

    @TempDir
    private Path directory;

    @Test
    void theOtherGoesOnFromTheSnapshot() throws Exception {
        Path limits = Files.writeString(directory.resolve("limits.yaml"), AskedLimiter.yearly(BURST));
        KeyFile.in(Child.home(directory)).currentOrNew(new SecureRandom());
        AskedLimiter a = new AskedLimiter(PortProcess.freePort());
        AskedLimiter b = new AskedLimiter(PortProcess.freePort());
        String peers = "a=127.0.0.1:" + a.port() + ",b=127.0.0.1:" + b.port();
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            String servers = broker.bootstrapServers();
            new Cluster(servers).require(List.of(Topic.STANDINGS, Topic.ACTS, Topic.DECISIONS, Topic.BUCKETS), true, 2);
            try (PortProcess ignored = limiter("a", a, limits, servers, peers)) {
                String account;
                try (PortProcess alsoIgnored = limiter("b", b, limits, servers, peers)) {
                    a.awaitReady();
                    b.awaitReady();
                    await().atMost(AskedLimiter.PATIENCE)
                            .until(() -> a.gauge("peers_away") + b.gauge("peers_away") == 0);
                    account = eightTakenAtTheOwner(a, b);
                    b.awaitTold(System.currentTimeMillis());
                    await().atMost(AskedLimiter.PATIENCE)
                            .until(() -> a.gauge("snapshots_read") >= b.gauge("snapshots_written"));
                }
                assertThat(a.passing(account, BURST + 2)).isEqualTo(BURST - 8);
                assertThat(a.gauge("peers_away")).isEqualTo(1);
            }
        }
    }

    private PortProcess limiter(String name, AskedLimiter at, Path limits, String servers, String peers)
            throws IOException {
        return Child.limiter(
                directory, at.port(), limits, "--bootstrap-servers", servers, "--name", name, "--peers", peers);
    }

    /**
     * An account of b, of which half was asked at each node. On a busy machine an answer may come later than a node waits,
     * and then it counts for the other: that account is none to go on with.
     */
    private static String eightTakenAtTheOwner(AskedLimiter a, AskedLimiter b) throws Exception {
        for (int i = 0; ; i++) {
            String account = "acct-" + i;
            double turns = a.gauge("peers_turns");
            String told = a.get("/v1/limits/" + account).body();
            boolean ofB =
                    new ObjectMapper().readTree(told).path("node").asText().equals("b");
            if (ofB && a.passing(account, 4) + b.passing(account, 4) == 8 && a.gauge("peers_turns") == turns) {
                return account;
            }
        }
    }
}
