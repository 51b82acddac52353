// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.policy.Policy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilerTest {
    private static final Comparator<Exchange> IN_ORDER =
            Comparator.comparingLong(Exchange::time).thenComparing(Exchange::id);

    /** A ladder that remembers all that it was shown: any difference in a refold changes it. */
    private static final Settling HASHING = new Settling() {
        @Override
        public Policy policyAt(long time) {
            return Policies.bare();
        }

        @Override
        public byte[] settle(Behaviour dayEnd, byte[] ladder) {
            long before = ladder.length == 0 ? 0 : ByteBuffer.wrap(ladder).getLong();
            long seen = dayEnd.recent().hashCode() * 31L + dayEnd.past().hashCode();
            seen = seen * 31 + dayEnd.drift().hashCode();
            seen = seen * 31 + dayEnd.facts().hashCode();
            return ByteBuffer.allocate(Long.BYTES)
                    .putLong(Mixing.mix(before, seen))
                    .array();
        }
    };

    private final Profiler profiler = new Profiler(new SignalCatalogue(), HASHING);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void shouldSettleAsTheInOrderRunWhateverComesLate(int seed) {
        Random random = new Random(seed);
        List<Exchange> exchanges = traffic(6, 40);
        State inOrder = new State().run(profiler, exchanges, 10);
        // Each exchange may be overtaken by up to 1.9 days of others.
        Map<Long, Exchange> byArrival = new TreeMap<>();
        exchanges.forEach(e -> byArrival.put(e.time() + (long) (random.nextDouble() * 1.9 * DayCell.MILLIS), e));
        List<Exchange> disturbed = new ArrayList<>(byArrival.values());
        assertThat(disturbed).hasSameSizeAs(exchanges);

        State late = new State().run(profiler, disturbed, 7);

        assertThat(late.tooLate).isZero();
        assertThat(late.refolds).isPositive();
        assertThat(inOrder.refolds).isZero();
        State one = inOrder.settle(profiler);
        State other = late.settle(profiler);
        assertThat(other.profile.ladder()).isEqualTo(one.profile.ladder());
        assertThat(other.profile.recent()).isEqualTo(one.profile.recent());
        assertThat(other.profile.past()).isEqualTo(one.profile.past());
        assertThat(other.profile.facts()).isEqualTo(one.profile.facts());
        assertThat(other.history.encode()).isEqualTo(one.history.encode());
    }

    @Test
    void shouldCountWhatIsOlderThanTheRing() {
        State state = new State().run(profiler, traffic(5, 3), 100);
        Exchange old = new ExchangeMaker(77).day(1).make();

        State after = state.run(profiler, List.of(old), 1);

        assertThat(after.tooLate).isEqualTo(1);
        assertThat(after.profile.encode()).isEqualTo(state.profile.encode());
    }

    @Test
    void shouldReadTheColdStateOnlyWhenItIsNeeded() {
        State state = new State().run(profiler, traffic(1, 1), 1);

        Profiler.Folded folded = profiler.fold(
                state.profile,
                () -> {
                    throw new AssertionError("the cold state was read");
                },
                List.of(new ExchangeMaker(5).make()));

        assertThat(folded.history()).isEmpty();
        assertThat(folded.profile().unflushed()).hasSize(2);
        assertThat(profiler.settleBefore(0, ProfileState.start("a"), () -> state.history)
                        .history())
                .isEmpty();
        assertThat(profiler.settleBefore(0, state.profile, () -> state.history).history())
                .isEmpty();
    }

    @Test
    void shouldKeepLimitedAnswersOutOfEvidence() {
        State state = new State()
                .run(
                        profiler,
                        List.of(new ExchangeMaker(1)
                                .limited()
                                .marks(Mark.BACK_FILL)
                                .make()),
                        1);

        Tally today = state.profile.today().tally();

        assertThat(today.count(Measure.LIMITED)).isEqualTo(1);
        assertThat(today.count(Measure.EXCHANGES)).isZero();
        assertThat(state.profile.unflushed()).isEmpty();
        assertThat(state.profile.weightiest()).isEqualTo(Exemplars.NONE);
    }

    @Test
    void shouldKeepFailedCallsOutOfEvidence() {
        State state = new State()
                .run(
                        profiler,
                        List.of(FailedCalls.failed(
                                new ExchangeMaker(1).marks(Mark.BACK_FILL).make(), 400)),
                        1);

        Tally today = state.profile.today().tally();

        assertThat(today.count(Measure.FAILED)).isEqualTo(1);
        assertThat(today.count(Measure.EXCHANGES)).isZero();
        assertThat(state.profile.unflushed()).isEmpty();
        assertThat(state.profile.weightiest()).isEqualTo(Exemplars.NONE);
    }

    @Test
    void shouldSurviveTheWire() {
        State state = new State().run(profiler, traffic(4, 30), 9);
        ProfileState open = state.profile.withOpen(new byte[] {1, 2});

        assertThat(ProfileState.decode(open.encode()).encode()).isEqualTo(open.encode());
        assertThat(HistoryState.decode(state.history.encode()).encode()).isEqualTo(state.history.encode());
        assertThat(ProfileState.decode(open.encode()).open()).containsExactly(1, 2);
    }

    @Test
    void shouldRefuseAStateOfAnotherVersion() {
        KeptProfile kept = ProfileState.start("acct-1").encode();
        byte[] older = kept.hot().clone();
        older[0]--;

        assertThatThrownBy(() -> ProfileState.decode(new KeptProfile(older, kept.rest())))
                .isInstanceOf(CorruptStateException.class)
                .hasMessageContaining("a profile state has format version 2, this build reads 3");
    }

    @Test
    void shouldRememberDriftBetweenFlushes() {
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            exchanges.add(new ExchangeMaker(i).day(i / 80).sketch(i / 160, 0.5).make());
        }
        exchanges.sort(IN_ORDER);

        State state = new State().run(profiler, exchanges, 6);
        Drift drift = state.profile.behaviour(0, Policies.bare()).drift();

        assertThat(drift.today()).isGreaterThan(60);
        assertThat(drift.past()).isBetween(140L, 160L);
        assertThat(drift.distanceMicro()).isGreaterThan(50_000);
    }

    /** Bounds of the design: hot at most 1 KB without a rest elsewhere, all state at most 12 KB. */
    @ParameterizedTest
    @ValueSource(ints = {25, 857})
    void shouldStayWithinItsSize(int perDay) {
        State state = new State();
        int most = 0;
        int cold = 0;
        for (Exchange exchange : traffic(8, perDay)) {
            state = state.run(profiler, List.of(exchange), 1);
            KeptProfile kept = state.profile.encode();
            assertThat(kept.rest()).isEmpty();
            most = Math.max(most, kept.hot().length);
            cold = Math.max(cold, state.history.encode().length);
        }

        assertThat(most).isLessThanOrEqualTo(1024);
        assertThat(most + cold).isLessThanOrEqualTo(12 * 1024);
    }

    /** Reasoning models sign every answer, which fills the trace samples and the exemplars: such accounts have a rest. */
    @Test
    void shouldStayWithinItsSizeWhenEveryAnswerIsSigned() {
        State state = new State();
        int hot = 0;
        int whole = 0;
        for (int i = 0; i < 4_000; i++) {
            Exchange exchange = new ExchangeMaker(i)
                    .day(i / 1_000)
                    .traces(1_000 + i, 1_001 + i)
                    .session(1 + i / 3)
                    .turns(3)
                    .make();
            state = state.run(profiler, List.of(exchange), 1);
            KeptProfile kept = state.profile.encode();
            hot = Math.max(hot, kept.hot().length);
            whole = Math.max(whole, kept.hot().length + kept.rest().length);
        }

        assertThat(hot).isLessThanOrEqualTo(KeptProfile.MOST_HOT);
        assertThat(state.profile.encode().rest()).isNotEmpty();
        assertThat(whole).isLessThanOrEqualTo(1_843);
    }

    private static List<Exchange> traffic(int days, int perDay) {
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < days * perDay; i++) {
            exchanges.add(new ExchangeMaker(i)
                    .day(i / perDay)
                    .plan(i < 50 ? "free" : "pro")
                    .make());
        }
        exchanges.sort(IN_ORDER);
        return exchanges;
    }

    /** Hot and cold state as a store would keep them. */
    private static final class State {
        private ProfileState profile = ProfileState.start("acct-1");
        private HistoryState history = HistoryState.start("acct-1");
        private int tooLate;
        private int refolds;

        State run(Profiler profiler, List<Exchange> exchanges, int batch) {
            State next = new State();
            next.profile = profile;
            next.history = history;
            for (int from = 0; from < exchanges.size(); from += batch) {
                List<Exchange> bucket =
                        new ArrayList<>(exchanges.subList(from, Math.min(exchanges.size(), from + batch)));
                bucket.sort(IN_ORDER);
                HistoryState cold = next.history;
                Profiler.Folded folded = profiler.fold(next.profile, () -> cold, bucket);
                next.profile = ProfileState.decode(folded.profile().encode());
                next.history = folded.history().orElse(cold);
                next.tooLate += folded.tooLate();
                next.refolds += folded.refolded() ? 1 : 0;
            }
            return next;
        }

        State settle(Profiler profiler) {
            State next = new State();
            Profiler.Folded folded = profiler.settleBefore(profile.day() + 1, profile, () -> history);
            next.profile = folded.profile();
            next.history = folded.history().orElse(history);
            return next;
        }
    }
}
