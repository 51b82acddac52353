// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.replay.Companion;
import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.deploy.console.GatewayTable;
import dev.stillwatch.deploy.limiter.Published;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.topic.Topic;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the demo shows of the limiter, on a broker. */
@Timeout(120)
final class DemoLimiterTest {
    @TempDir
    private Path directory;

    @Test
    void aStandingSparesInShadowModeAndRefusesOnceItsPolicyIsPromoted() throws Exception {
        DeploymentKey key = DeploymentKey.of(1, new byte[DeploymentKey.LEAST_BYTES]);
        DemoLimiter limiter = new DemoLimiter(directory, key, "default", List.of("harvester", "customer"));
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            String servers = broker.bootstrapServers();
            new Cluster(servers).require(List.of(Topic.STANDINGS, Topic.ACTS), true, 1);
            Published.standing(servers, key, Published.throttle("harvester", 8, Standing.Mode.SHADOW));
            try (Companion.Stay stay = limiter.join(servers)) {
                assertThat(limiter.rows()).isEmpty();
                stay.judged();
            }
        }

        int calls = DemoLimiter.CALLS;
        // A flagged bucket begins half full: four of eight an hour.
        assertThat(limiter.rows())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("retryAfter")
                .containsExactly(
                        new GatewayTable.Row("harvester", calls, calls - 4, 0, calls, 429, ""),
                        new GatewayTable.Row("customer", calls, 0, calls, 0, 0, ""));
        assertThat(limiter.obeyed()).isPresent();
    }
}
