// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.processor.StreamPlan;
import dev.stillwatch.auditor.replay.CountingJudge;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.topic.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One task sees all links, so a cluster whose topics would spread them over several is refused before anything runs. */
class RingTopicsTest {
    @TempDir
    private Path directory;

    @Test
    void linksOverSeveralPartitionsAreRefusedInOneLine() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(Topic.EDGES.topicName(), Optional.of(3), Optional.empty())))
                    .all()
                    .get();
            new Topics(admin, "").create(Topics.OF_AUDITOR, 1, 3, false);
            AuditorSettings settings = AuditorSettings.live(broker.bootstrapServers(), directory.resolve("state"), 1);
            Detection detection = new Detection(
                    DeploymentKey.of(1, new byte[32]),
                    FormatRegistry.standard(),
                    List::of,
                    () -> new CountingJudge(1, Policies.TEST));

            assertThatThrownBy(() -> Auditor.start(
                            settings, detection, FormatRegistry.AUTO, Policies.TEST, StreamPlan.Progress.NONE))
                    .isInstanceOf(BrokerUnavailableException.class)
                    .hasMessageContaining("stillwatch.edges needs one partition")
                    .hasMessageContaining("not 3")
                    .message()
                    .doesNotContain("\n");
        }
    }
}
