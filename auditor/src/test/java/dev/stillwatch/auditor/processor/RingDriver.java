// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.alert.OcsfWriter;
import dev.stillwatch.auditor.alert.Techniques;
import dev.stillwatch.auditor.intake.ExchangeAssembler;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.topology.AuditorTopology;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.StandingCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology over one partition without a broker, with a {@link NamedJudge}. */
final class RingDriver implements AutoCloseable {
    static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);
    static final Instant ARRIVAL = Instant.parse("2026-11-01T12:00:00Z");
    static final int CAMPAIGN = 40;
    static final int CROWD = 60;

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> usage;
    private boolean ended;

    RingDriver(Path state, Policy policy) {
        AuditorSettings settings = AuditorSettings.live("localhost:9092", state, 1);
        driver = new TopologyTestDriver(
                AuditorTopology.of(plan(policy), settings.toProperties(), settings::topic),
                settings.toProperties(),
                ARRIVAL);
        usage = driver.createInputTopic(Topic.USAGE.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public void close() {
        driver.close();
    }

    boolean hasEnded() {
        return ended;
    }

    void campaign(long after, String who) {
        for (int i = 0; i < CAMPAIGN; i++) {
            say(after + i, "evil-" + i, who);
        }
    }

    void crowd(long after) {
        for (int i = 0; i < CROWD; i++) {
            say(after + i, "crowd-" + i, "");
        }
    }

    void say(long after, String account, String who) {
        String json = "{\"time\":\"" + ARRIVAL.plusMillis(after) + "\",\"id\":\"" + account + "-" + after
                + "\",\"account\":{\"id\":\"" + account + "\"" + who + "}}";
        usage.pipeInput(null, json.getBytes(StandardCharsets.UTF_8), ARRIVAL);
    }

    void tick() {
        for (int turn = 0; turn < 5; turn++) {
            driver.advanceWallClockTime(Duration.ofMillis(100));
        }
    }

    void end() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(IntakeProcessor.END_HEADER, new byte[] {1});
        usage.pipeInput(new TestRecord<>(null, new byte[0], headers, ARRIVAL));
        tick();
    }

    void act(Act act) {
        driver.createInputTopic(Topic.ACTS.topicName(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(act.subject().getBytes(StandardCharsets.UTF_8), new ActCodec(KEY).encode(act));
    }

    /** The last standing of each subject since last asked. */
    Map<String, Standing> standings() {
        Map<String, Standing> last = new TreeMap<>();
        values(Topic.STANDINGS).forEach(bytes -> {
            Standing standing = Wire.own(new StandingCodec(KEY), bytes);
            last.put(standing.subject(), standing);
        });
        return last;
    }

    List<String> alerts() {
        return values(Topic.ALERTS).stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(json -> json.contains("ring-"))
                .toList();
    }

    private List<byte[]> values(Topic topic) {
        return driver.createOutputTopic(topic.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList();
    }

    /** The keys of a store. */
    List<String> keys(StoreName store) {
        return AuditorDriver.keys(driver, store);
    }

    private StreamPlan plan(Policy policy) {
        return new StreamPlan(
                1,
                1,
                KEY,
                FormatRegistry.AUTO,
                FormatRegistry.standard(),
                () -> new ExchangeAssembler(KEY, List.of()),
                NamedJudge::new,
                RingPlan.standard(),
                policy,
                arrival -> Instant.parse("2027-01-01T00:00:00Z").toEpochMilli(),
                Long.MAX_VALUE,
                true,
                true,
                new OcsfWriter(Techniques.packaged(), "test")::write,
                Rereading.NOTHING,
                new StreamPlan.Progress() {
                    @Override
                    public void ended(int partition) {
                        ended = true;
                    }
                });
    }
}
