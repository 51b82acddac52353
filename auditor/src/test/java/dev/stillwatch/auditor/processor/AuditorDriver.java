// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.alert.OcsfWriter;
import dev.stillwatch.auditor.alert.Techniques;
import dev.stillwatch.auditor.intake.ExchangeAssembler;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.replay.CountingJudge;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.runtime.Policies;
import dev.stillwatch.auditor.topology.AuditorTopology;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.reject.Reject;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.PolicyCodec;
import dev.stillwatch.policies.wire.RejectCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The whole topology over one partition without a broker; its judge writes down what it is asked. */
final class AuditorDriver implements AutoCloseable {
    static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);
    static final Instant ARRIVAL = Instant.parse("2026-11-01T12:00:00Z");

    private final List<String> cases = new ArrayList<>();
    private final Map<StreamPlan.Bound, Long> passed = new EnumMap<>(StreamPlan.Bound.class);
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> usage;
    private final UnaryOperator<AccountJudge> wrapping;
    private boolean ended;

    AuditorDriver(Path state, boolean replay) {
        this(state, replay, UnaryOperator.identity());
    }

    /** With a judge that wraps the recording one. */
    AuditorDriver(Path state, boolean replay, UnaryOperator<AccountJudge> wrapping) {
        this.wrapping = wrapping;
        AuditorSettings settings = AuditorSettings.live("localhost:9092", state, 1);
        driver = new TopologyTestDriver(
                AuditorTopology.of(plan(replay), settings.toProperties(), settings::topic),
                settings.toProperties(),
                ARRIVAL);
        usage = driver.createInputTopic(Topic.USAGE.topicName(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private StreamPlan plan(boolean replay) {
        return plan(replay, new StreamPlan.Progress() {
            @Override
            public void passed(StreamPlan.Bound bound, int source, long count) {
                passed.merge(bound, count, Long::sum);
            }

            @Override
            public void ended(int partition) {
                ended = true;
            }
        });
    }

    StreamPlan plan(boolean replay, StreamPlan.Progress progress) {
        return plan(replay, progress, () -> wrapping.apply(recording(cases)));
    }

    static StreamPlan plan(boolean replay, StreamPlan.Progress progress, List<String> cases) {
        return plan(replay, progress, () -> recording(cases));
    }

    private static StreamPlan plan(boolean replay, StreamPlan.Progress progress, Supplier<AccountJudge> judges) {
        return new StreamPlan(
                1,
                1,
                KEY,
                FormatRegistry.AUTO,
                FormatRegistry.standard(),
                () -> new ExchangeAssembler(KEY, List.of()),
                judges,
                RingPlan.standard(),
                Policies.TEST,
                arrival -> Instant.parse("2027-01-01T00:00:00Z").toEpochMilli(),
                Long.MAX_VALUE,
                replay,
                true,
                new OcsfWriter(Techniques.packaged(), "test")::write,
                Rereading.NOTHING,
                progress);
    }

    // Asks to be woken while the account is on its first day.
    private static AccountJudge recording(List<String> cases) {
        CountingJudge counting = new CountingJudge(1_000, Policies.TEST);
        return question -> {
            cases.add(question.account() + " "
                    + Instant.ofEpochMilli(question.asOf()).toString().substring(5, 16)
                    + question.exchanges().stream().map(Exchange::id).collect(Collectors.joining(",", " [", "]")));
            AccountJudge.Judged judged = counting.judge(question);
            return new AccountJudge.Judged(
                    judged.profile(),
                    judged.history(),
                    judged.tooLate(),
                    judged.standing(),
                    judged.alerts(),
                    judged.contribution(),
                    judged.edges(),
                    !question.exchanges().isEmpty());
        };
    }

    void usage(String json) {
        usage(json, ARRIVAL);
    }

    void usage(String json, Instant arrival) {
        usage.pipeInput(null, json.getBytes(StandardCharsets.UTF_8), arrival);
    }

    /** Whatever somebody wrote on a topic. */
    void write(Topic topic, byte @Nullable [] key, byte @Nullable [] value) {
        driver.createInputTopic(topic.topicName(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key, value, ARRIVAL);
    }

    void exchange(String time, String account, String id) {
        usage("{\"time\":\"2026-" + time + "Z\",\"id\":\"" + id + "\",\"account\":{\"id\":\"" + account + "\"}}");
    }

    void end() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(IntakeProcessor.END_HEADER, new byte[] {1});
        usage.pipeInput(new TestRecord<>(null, new byte[0], headers, ARRIVAL));
    }

    /** Lets the wall clock run, so that sources tick. */
    void tick() {
        driver.advanceWallClockTime(Duration.ofMillis(100));
    }

    /** So much time goes by on the wall clock. */
    void goesBy(Duration time) {
        driver.advanceWallClockTime(time);
        tick();
    }

    void publish(Policy policy) {
        write(Topic.POLICIES, Wire.key(policy.id()), new PolicyCodec().encode(policy));
    }

    boolean hasEnded() {
        return ended;
    }

    Map<StreamPlan.Bound, Long> passed() {
        return passed;
    }

    /** What was judged since last asked, as {@code account MM-DDTHH:MM [ids]}. */
    List<String> judged() {
        List<String> judged = List.copyOf(cases);
        cases.clear();
        return judged;
    }

    List<String> rejects() {
        return values(Topic.REJECTS).stream()
                .map(bytes -> Wire.own(new RejectCodec(), bytes))
                .map(Reject::reason)
                .toList();
    }

    List<String> alerts() {
        return values(Topic.ALERTS).stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    /** Keys of what was written on a topic since last asked, in order, those without a value behind a minus. */
    List<String> keys(Topic topic) {
        return driver
                .createOutputTopic(topic.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readKeyValuesToList()
                .stream()
                .filter(entry -> entry.key != null && Wire.isName(entry.key))
                .map(entry -> (entry.value == null ? "-" : "") + Wire.text(entry.key))
                .toList();
    }

    /** The accounts in a store. */
    List<String> accounts(StoreName store) {
        return keys(driver, store);
    }

    /** The keys of a driver's store. */
    static List<String> keys(TopologyTestDriver driver, StoreName store) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries =
                driver.<Bytes, byte[]>getKeyValueStore(store.label()).all()) {
            entries.forEachRemaining(entry -> keys.add(Wire.text(entry.key.get())));
        }
        return keys;
    }

    private List<byte[]> values(Topic topic) {
        return driver.createOutputTopic(topic.topicName(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList();
    }

    @Override
    public void close() {
        driver.close();
    }
}
