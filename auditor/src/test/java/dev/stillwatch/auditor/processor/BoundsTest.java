// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.intake.ExchangeAssembler;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.intake.SourceMap;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.reject.Reject;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.tick.ExchangeStream;
import dev.stillwatch.policies.tick.Fragment;
import dev.stillwatch.policies.tick.Tick;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.ExchangeStreamCodec;
import dev.stillwatch.policies.wire.FragmentStreamCodec;
import dev.stillwatch.policies.wire.RejectCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What grows with the input is bounded, and what happens at the bound is counted. */
class BoundsTest {
    private static final long START = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();

    private final List<String> cases = new ArrayList<>();
    private final Map<StreamPlan.Bound, Long> passed = new EnumMap<>(StreamPlan.Bound.class);
    private final StreamPlan plan = AuditorDriver.plan(
            false,
            new StreamPlan.Progress() {
                @Override
                public void passed(StreamPlan.Bound bound, int source, long count) {
                    passed.merge(bound, count, Long::sum);
                }
            },
            cases);
    private final UsageStep step = new UsageStep(
            FormatRegistry.standard(), FormatRegistry.AUTO, new ExchangeAssembler(AuditorDriver.KEY, List.of()));
    private long offset;

    @TempDir
    private Path state;

    private MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();

    @BeforeEach
    void prepare() {
        context = new MockProcessorContext<>(
                new Properties(), new org.apache.kafka.streams.processor.TaskId(0, 0), state.toFile());
        for (StoreName name : StoreName.values()) {
            if (name != StoreName.DUPLICATES) {
                add(keyed(name));
            }
        }
        add(windowed());
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> keyed(StoreName name) {
        return Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(name.label()), Serdes.Bytes(), Serdes.ByteArray());
    }

    private static StoreBuilder<WindowStore<Bytes, byte[]>> windowed() {
        return Stores.windowStoreBuilder(
                Stores.inMemoryWindowStore(
                        StoreName.DUPLICATES.label(), Duplicates.RETENTION, Duration.ofMillis(1), false),
                Serdes.Bytes(),
                Serdes.ByteArray());
    }

    private <T extends StateStore> void add(StoreBuilder<T> builder) {
        T store = builder.withLoggingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    @Test
    void whenTooManyExchangesWaitTheOldestBucketClosesEarly() {
        JudgeProcessor judge = new JudgeProcessor(plan, 3, 100);
        judge.init(context);
        for (int minute = 0; minute < 4; minute++) {
            arrive(judge, exchange(minute, "a", "id-" + minute));
        }
        arrive(judge, exchange(0, "a", "after"));
        assertThat(cases).startsWith("a 11-01T00:01 [id-0]").hasSize(2);
        assertThat(passed)
                .containsEntry(StreamPlan.Bound.BUCKET_CLOSED_EARLY, 2L)
                .containsEntry(StreamPlan.Bound.LATE, 1L);
    }

    @Test
    void whenTooManySplitRecordsWaitTheOldestClosesEarly() {
        MergeProcessor merge = new MergeProcessor(plan, 2);
        merge.init(context);
        part(merge, AuditorStreamTest.gateway("00:00:03", "third"));
        part(merge, AuditorStreamTest.gateway("00:00:01", "first"));
        part(merge, AuditorStreamTest.gateway("00:00:02", "second"));
        assertThat(joined()).containsExactly("first");
        assertThat(passed).isEqualTo(Map.of(StreamPlan.Bound.GROUP_CLOSED_EARLY, 1L));
    }

    @Test
    void aSplitRecordHasSoManyPartsAndNoMore() {
        MergeProcessor merge = new MergeProcessor(plan);
        merge.init(context);
        for (int i = 0; i < MergeProcessor.MOST_PARTS + 2; i++) {
            part(merge, AuditorStreamTest.gateway("00:00:01", "one"));
        }
        merge.process(new Record<>(null, new FragmentStreamCodec().encode(Tick.end(0, 1)), 0));
        assertThat(joined()).containsExactly("one");
        assertThat(rejects()).containsExactly("too-many-parts", "too-many-parts");
    }

    @Test
    void whatWaitedForItsPartsStillDoesAfterARestart() {
        MergeProcessor before = new MergeProcessor(plan);
        before.init(context);
        part(before, AuditorStreamTest.model("00:00:01", "one"));
        MergeProcessor after = new MergeProcessor(plan);
        after.init(context);
        part(after, AuditorStreamTest.gateway("00:00:02", "one"));
        after.process(new Record<>(null, new FragmentStreamCodec().encode(Tick.end(0, 1)), 0));
        assertThat(joined()).containsExactly("one");
        assertThat(rejects()).isEmpty();
    }

    @Test
    void aLongCorrelationIdIsRejected() {
        UsageStep.Outcome outcome =
                read(AuditorStreamTest.gateway("00:00:01", "c".repeat(UsageStep.LONGEST_CORRELATION + 1)));
        assertThat(outcome.parts()).isEmpty();
        assertThat(outcome.rejects()).extracting(Reject::reason).containsExactly("bad-correlation");
    }

    @Test
    void idsBeyondTheCapOfADayAreCountedWithoutLooking() {
        NewIds fresh = new NewIds(context.getStateStore(StoreName.JUDGE_CLOCK.label()), 1);
        Duplicates duplicates = new Duplicates(context.getStateStore(StoreName.DUPLICATES.label()), fresh, 20);
        Duplicates.Sifted first = duplicates.sift(crowd("a"));
        assertThat(first.notChecked()).isZero();
        Duplicates.Sifted second = duplicates.sift(crowd("b"));
        assertThat(second.once()).hasSize(Duplicates.CROWD);
        assertThat(second.notChecked()).isEqualTo(2L * Duplicates.CROWD - 20);
        Duplicates.Sifted repeated = duplicates.sift(crowd("a"));
        assertThat(repeated.notChecked()).isEqualTo(Duplicates.CROWD);
        assertThat(duplicates.sift(crowd("a").subList(0, 2)).again()).hasSize(2);
    }

    @Test
    void theLatestActsOfASubjectAreKept() {
        ActCodec codec = new ActCodec(AuditorDriver.KEY);
        ActShelf shelf = new ActShelf(context.getStateStore(StoreName.SUBJECT_ACTS.label()), codec);
        for (int i = Act.MOST + 5; i > 0; i--) {
            shelf.keep("a", codec.encode(act(i)));
        }
        assertThat(shelf.of("a")).hasSize(Act.MOST).first().isEqualTo(act(6));
    }

    private static Act act(int i) {
        return new Act(
                "act-" + i, "a", Act.Kind.VERDICT, Tier.CLEAR, 0, Act.Verdict.BENIGN, "someone", "", START + i, 0);
    }

    private List<Exchange> crowd(String prefix) {
        List<Exchange> crowd = new ArrayList<>();
        for (int i = 0; i < Duplicates.CROWD; i++) {
            crowd.add(exchange(0, "a", prefix + i));
        }
        return crowd;
    }

    private Exchange exchange(int minute, String account, String id) {
        return read("{\"time\":\"" + Instant.ofEpochMilli(START + minute * 60_000L) + "\",\"id\":\"" + id
                        + "\",\"account\":{\"id\":\"" + account + "\"}}")
                .whole()
                .get(0);
    }

    private UsageStep.Outcome read(String json) {
        return step.read(
                json.getBytes(StandardCharsets.UTF_8),
                new UsageStep.Place("llm.usage", 0, offset++),
                SourceMap.EMPTY,
                Long.MAX_VALUE);
    }

    private void arrive(JudgeProcessor judge, Exchange exchange) {
        context.setRecordMetadata("stillwatch.exchanges", 0, offset);
        byte[] value = new ExchangeStreamCodec().encode(new ExchangeStream.Arrival(exchange));
        judge.process(new Record<>(Wire.key(exchange.account()), value, START));
    }

    private void part(MergeProcessor merge, String json) {
        Fragment part = read(json).parts().get(0);
        merge.process(new Record<>(Wire.key(part.correlation()), new FragmentStreamCodec().encode(part), START));
    }

    private List<String> joined() {
        return context.forwarded(NodeName.MERGED_SINK.label()).stream()
                .map(forward -> Wire.own(
                        new ExchangeStreamCodec(), (byte[]) forward.record().value()))
                .filter(ExchangeStream.Arrival.class::isInstance)
                .map(value -> ((ExchangeStream.Arrival) value).exchange().id())
                .toList();
    }

    private List<String> rejects() {
        return context.forwarded(NodeName.MERGE_REJECTS_SINK.label()).stream()
                .map(forward -> Wire.own(
                                new RejectCodec(), (byte[]) forward.record().value())
                        .reason())
                .toList();
    }
}
