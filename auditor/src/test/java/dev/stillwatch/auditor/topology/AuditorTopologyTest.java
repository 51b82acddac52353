// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.intake.ExchangeAssembler;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.processor.Rereading;
import dev.stillwatch.auditor.processor.RingPlan;
import dev.stillwatch.auditor.processor.StreamPlan;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.runtime.Policies;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditorTopologyTest {
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);

    /** A changed description is a migration of running deployments: change the file on purpose or not at all. */
    @Test
    void isDescribedByTheGoldenFile() throws Exception {
        StreamPlan plan = new StreamPlan(
                1,
                1,
                KEY,
                FormatRegistry.AUTO,
                FormatRegistry.standard(),
                () -> new ExchangeAssembler(KEY, List.of()),
                () -> question -> {
                    throw new AssertionError("nothing is judged here");
                },
                RingPlan.standard(),
                Policies.TEST,
                arrival -> arrival,
                0,
                false,
                true,
                finding -> new byte[0],
                Rereading.NOTHING,
                StreamPlan.Progress.NONE);
        AuditorSettings settings = AuditorSettings.live("localhost:9092", Path.of("state"), 1);
        String description = AuditorTopology.of(plan, settings.toProperties(), settings::topic)
                .describe()
                .toString();
        try (var golden = Objects.requireNonNull(
                AuditorTopologyTest.class.getResourceAsStream("/dev/stillwatch/auditor/topology/auditor.txt"))) {
            assertThat(description.strip())
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    @Test
    void sendsKeysWhereKafkasOwnPartitionerDoesAndTicksEverywhere() {
        KeyedOrAll partitioner = new KeyedOrAll();
        assertThat(partitioner.partitions("t", null, new byte[0], 4).orElseThrow())
                .containsExactlyInAnyOrder(0, 1, 2, 3);
        IntStream.range(0, 100).forEach(i -> {
            byte[] key = ("acct-" + i).getBytes(StandardCharsets.UTF_8);
            int expected = org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey(key, 4);
            assertThat(partitioner.partitions("t", key, new byte[0], 4).orElseThrow())
                    .containsExactly(expected);
        });
    }

    @Test
    void theTopicsOfTheWayAreTheOnesOfTheContract() {
        AuditorSettings settings = AuditorSettings.live("localhost:9092", Path.of("state"), 1);
        assertThat(settings.topic(Topic.STANDINGS)).isEqualTo("stillwatch.standings");
    }
}
