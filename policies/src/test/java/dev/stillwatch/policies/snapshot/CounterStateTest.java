// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a state comes to under other plans, and what it is called. */
final class CounterStateTest {
    private static CounterState.Bucket bucket(long level, long capacity) {
        return new CounterState.Bucket(level, capacity, 5, 9, -1);
    }

    @Test
    void aSmallerBucketHoldsTheSameShareAndALargerOneTheSameNumber() {
        assertThat(bucket(70, 100).levelUnder(10)).isEqualTo(7);
        assertThat(bucket(99, 100).levelUnder(10)).isEqualTo(9);
        assertThat(bucket(70, 100).levelUnder(1_000)).isEqualTo(70);
        assertThat(bucket(0, 0).levelUnder(1_000)).isZero();
        assertThat(bucket(CounterState.MOST, CounterState.MOST).levelUnder(CounterState.MOST - 1))
                .isEqualTo(CounterState.MOST - 1);
    }

    @Test
    void noCapacityHoldsMoreThanItCanOrThanWasThere() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000; i++) {
            long capacity = random.nextLong(CounterState.MOST) + 1;
            long level = random.nextLong(capacity + 1);
            long other = random.nextLong(CounterState.MOST);
            assertThat(bucket(level, capacity).levelUnder(other)).isBetween(0L, Math.min(level, other));
        }
    }

    @Test
    void itSaysUntilWhenItCounts() {
        assertThat(new CounterState.Window(1_000, 60, 3).until()).isEqualTo(1_060);
        assertThat(new CounterState.Window(1_000, 60, 0).until()).isEqualTo(1_000);
        assertThat(bucket(1, 2).until()).isEqualTo(9);
    }

    @Test
    void anIdIsItsBytes() {
        CounterId id = new CounterId(-2, 3);
        assertThat(id.bytes()).hasSize(CounterId.BYTES);
        assertThat(CounterId.of(id.bytes())).isEqualTo(id);
    }
}
