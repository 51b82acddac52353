// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.processor.StreamPlan;
import dev.stillwatch.auditor.replay.CountingJudge;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.topic.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
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

    @Test
    void contributionsThatMayBeReadOnceMoreAreNotCompactedAtOnce() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            new Topics(admin, "").create(Topics.OF_AUDITOR, 1, 1, false);

            ConfigResource contributions =
                    new ConfigResource(ConfigResource.Type.TOPIC, Topic.CONTRIBUTIONS.topicName());
            Config settings = Objects.requireNonNull(
                    admin.describeConfigs(List.of(contributions)).all().get().get(contributions));

            assertThat(settings.get("cleanup.policy").value()).isEqualTo("compact");
            assertThat(settings.get("min.compaction.lag.ms").value()).isEqualTo("21600000");
        }
    }
}
