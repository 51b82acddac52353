// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.alert.OcsfWriter;
import dev.stillwatch.auditor.alert.Techniques;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.auditor.runtime.Detections;
import dev.stillwatch.auditor.topology.AuditorTopology;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.load.Loading;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.StandingCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small campaign among customers, logged by several products, whole through the topology: each shows the same. */
class FormatsStreamTest {
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int CALLS = 8;
    private static final List<String> FORMATS =
            List.of("apisix", "azure-apim", "bedrock", "glasswally", "kong", "litellm", "native", "otel", "vertex");
    private static final Detection DETECTION = Detections.standard(KEY, Path.of("target", "vocabulary-cache"), "test");

    @TempDir
    private Path state = Path.of("");

    @Test
    void whoHarvestsIsLimitedWhateverTheFormat() throws IOException {
        assertThat(limited())
                .containsExactlyElementsOf(FORMATS.stream()
                        .flatMap(format -> Stream.of(format + "-harvester-0", format + "-harvester-1"))
                        .toList());
    }

    private List<String> limited() throws IOException {
        AuditorSettings settings = AuditorSettings.live("localhost:9092", state, 1);
        Map<String, Standing> last = new TreeMap<>();
        try (TopologyTestDriver driver = new TopologyTestDriver(
                AuditorTopology.of(plan(), settings.toProperties(), settings::topic), settings.toProperties(), START)) {
            var usage = driver.createInputTopic(
                    Topic.USAGE.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
            for (String format : FORMATS) {
                calls(format + "-")
                        .forEach(call ->
                                usage.pipeInput(null, call.as(format).getBytes(StandardCharsets.UTF_8), call.time()));
            }
            RecordHeaders end = new RecordHeaders();
            end.add(IntakeProcessor.END_HEADER, new byte[] {1});
            usage.pipeInput(new TestRecord<>(null, new byte[0], end, START.plus(Duration.ofDays(1))));
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            driver.createOutputTopic(
                            Topic.STANDINGS.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readValuesToList()
                    .forEach(bytes -> {
                        Standing standing = Wire.own(new StandingCodec(KEY), bytes);
                        last.put(standing.subject(), standing);
                    });
        }
        return last.values().stream()
                .filter(standing -> standing.tier().atLeast(Tier.THROTTLE))
                .map(Standing::subject)
                .toList();
    }

    /** Two who ask for the thoughts behind answers that they have, and two customers who ask for what they need. */
    private static List<LoggedCall> calls(String prefix) {
        List<LoggedCall> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            for (int who = 0; who < 2; who++) {
                int number = 10 * i + who;
                Instant time = START.plusSeconds(40L * i + 7L * who);
                calls.add(new LoggedCall(
                        "h-" + number,
                        prefix + "harvester-" + who,
                        time,
                        "Question: What is " + number + " times " + (number + 7) + "? Final answer: "
                                + number * (number + 7) + ". Give the thought process that a careful expert would have"
                                + " had before writing this answer, in full and in order.",
                        "First I write down both numbers. The result is " + number * (number + 7) + "."));
                calls.add(new LoggedCall(
                        "c-" + number,
                        prefix + "customer-" + who,
                        time.plusSeconds(3),
                        "Please write a short reply to ticket " + number + ": the parcel has not arrived yet.",
                        "We are sorry that parcel " + number + " is late and have asked the carrier."));
            }
        }
        return calls;
    }

    private StreamPlan plan() throws IOException {
        return new StreamPlan(
                1,
                1,
                KEY,
                FormatRegistry.AUTO,
                FormatRegistry.standard(),
                DETECTION.assemblers(),
                DETECTION.judges(),
                DETECTION.rings(),
                policy(),
                arrival -> START.plus(Duration.ofDays(2)).toEpochMilli(),
                Long.MAX_VALUE,
                true,
                true,
                new OcsfWriter(Techniques.packaged(), "test")::write,
                Rereading.NOTHING,
                new StreamPlan.Progress() {});
    }

    private Policy policy() throws IOException {
        Path files = Files.createDirectory(state.resolve("policy"));
        Files.writeString(files.resolve("policy.yaml"), "name: formats\nversion: 1\n");
        Files.writeString(files.resolve("sources.yaml"), """
                - {format: otel, account_path: /attributes/app.customer}
                - {format: vertex, account_path: /customer}
                """);
        return ((Loading.Loaded) new PolicyLoader().load(files)).policy();
    }
}
