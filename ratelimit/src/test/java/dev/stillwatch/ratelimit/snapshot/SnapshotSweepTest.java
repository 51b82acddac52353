// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.snapshot.CounterState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Which counters a look tells of, and what it says when it could not tell of all. */
final class SnapshotSweepTest {
    /** Something that counts. */
    private static final class Tally extends Remembered {
        private long count = 1;

        void add() {
            count++;
            touch();
        }

        @Override
        protected CounterState state(long now) {
            return new CounterState.Window(0, 1_000_000, count);
        }
    }

    private final ConcurrentHashMap<String, Tally> flagged = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Tally> ordinary = new ConcurrentHashMap<>();

    private SnapshotSweep sweep(int most) {
        return new SnapshotSweep(
                List.of(round(CounterName.Kind.PLAN, flagged), round(CounterName.Kind.LIMIT, ordinary)), 1_000, most);
    }

    private static Round<?, ?> round(CounterName.Kind kind, ConcurrentHashMap<String, Tally> counters) {
        return new Round<>(
                counters, (key, tally, glance) -> tally.tell(() -> new CounterName(kind, List.of(key)), glance));
    }

    private void fill(int each) {
        for (int i = 0; i < each; i++) {
            flagged.put("f" + i, new Tally());
            ordinary.put("o" + i, new Tally());
        }
    }

    @Test
    void theFlaggedAreToldFirstAndNobodyIsForgotten() {
        fill(10);
        SnapshotSweep sweep = sweep(12);
        List<Telling> first = sweep.look(1_000);
        assertThat(first).hasSize(12);
        assertThat(first.subList(0, 10))
                .allMatch(telling -> telling.name().kind().flagged());
        assertThat(sweep.toldUpTo()).isEqualTo(Long.MIN_VALUE);

        assertThat(sweep.look(2_000)).hasSize(8);
        assertThat(sweep.toldUpTo()).isEqualTo(1_000);
        assertThat(sweep.look(3_000)).isEmpty();
        assertThat(sweep.toldUpTo()).isEqualTo(3_000);
    }

    @Test
    void aCounterThatNeverRestsKeepsNoOtherFromItsTurn() {
        fill(10);
        SnapshotSweep sweep = sweep(3);
        Set<CounterName> told = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            ordinary.values().forEach(Tally::add);
            sweep.look(1_000L * i).forEach(telling -> told.add(telling.name()));
        }
        assertThat(told).hasSize(20);
    }

    @Test
    void whenSomethingWasLostAllIsToldAgain() {
        fill(10);
        SnapshotSweep sweep = sweep(100);
        assertThat(sweep.look(1_000)).hasSize(20);
        sweep.anew();
        assertThat(sweep.toldUpTo()).isEqualTo(Long.MIN_VALUE);
        assertThat(sweep.look(2_000)).hasSize(20);
        assertThat(sweep.look(3_000)).isEmpty();
    }

    @Test
    void whatIsOverBeforeTheNextLookIsNotToldAndItsEndIs() {
        fill(1);
        SnapshotSweep sweep = sweep(100);
        assertThat(sweep.look(999_500)).isEmpty();
        ordinary.values().forEach(Tally::add);
        assertThat(sweep.look(900_000)).hasSize(1);
        assertThat(sweep.look(1_000_000))
                .containsExactly(new Telling(new CounterName(CounterName.Kind.LIMIT, List.of("o0")), Optional.empty()));
        assertThat(sweep.look(1_001_000)).isEmpty();
    }

    @Test
    void differentNamesHaveDifferentBytes() {
        Set<String> seen = new HashSet<>();
        for (CounterName name : List.of(
                new CounterName(CounterName.Kind.PLAN, List.of("ab")),
                new CounterName(CounterName.Kind.BUDGET, List.of("ab")),
                new CounterName(CounterName.Kind.PLAN, List.of("a", "b")),
                new CounterName(CounterName.Kind.PLAN, List.of("", "ab")),
                new CounterName(CounterName.Kind.PLAN, List.of("a\ud800")),
                new CounterName(CounterName.Kind.PLAN, List.of("a\ud801")),
                new CounterName(CounterName.Kind.PLAN, List.of()))) {
            assertThat(seen.add(java.util.HexFormat.of().formatHex(name.bytes())))
                    .isTrue();
        }
    }
}
