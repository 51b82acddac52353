// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FixedWindowTest {
    private final TestClock clock = new TestClock();
    private final Counters counters = new Counters(clock, 100);

    @ParameterizedTest
    @EnumSource(Unit.class)
    void windowsBeginAtMultiplesOfTheUnitSince1970(Unit unit) {
        WindowPlan plan = new WindowPlan(unit, 1);
        long span = unit.span().toMillis();
        long left = span - Math.floorMod(clock.millis(), span);

        assertThat(take(plan, 1)).isEqualTo(new Taken(true, 1, 0, left * 1_000_000, Taken.NEVER));
        assertThat(take(plan, 1)).isEqualTo(new Taken(false, 2, 0, left * 1_000_000, left * 1_000_000));
        clock.move(Duration.ofMillis(left - 1));
        assertThat(take(plan, 1).within()).isFalse();
        clock.move(Duration.ofMillis(1));
        assertThat(take(plan, 1).within()).isTrue();
        assertThat(take(plan, 0).untilReset()).isEqualTo(span * 1_000_000);
    }

    @Test
    void whatWasCountedInAnyWindowIsWhatASumByWindowSays() {
        Random random = new Random(3);
        WindowPlan plan = new WindowPlan(Unit.MINUTE, 50);
        long sum = 0;
        long window = 0;
        for (int i = 0; i < 20_000; i++) {
            clock.move(Duration.ofMillis(random.nextInt(4_000)));
            long now = clock.millis() / 60_000;
            sum = now == window ? sum : 0;
            window = now;
            long hits = random.nextInt(12);
            boolean back = random.nextInt(8) == 0;
            sum = Math.max(0, back ? sum - hits : sum + hits);
            Taken taken = back ? counters.giveBack(key(plan), plan, hits) : take(plan, hits);
            if (i == 0 && back) {
                continue;
            }

            assertThat(taken.used()).as("step %d", i).isEqualTo(sum);
            assertThat(taken.remaining()).isEqualTo(Math.max(0, 50 - sum));
            assertThat(taken.within()).isEqualTo(back || sum <= 50);
        }
    }

    @Test
    void hugeHitsStopAtTheGreatestCountAndNeverComeRoundAgain() {
        WindowPlan plan = new WindowPlan(Unit.DAY, 0xFFFF_FFFFL);

        assertThat(take(plan, 0xFFFF_FFFFL).within()).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(take(plan, 0xFFFF_FFFFL).within()).isFalse();
        }
        assertThat(take(plan, Long.MAX_VALUE).within()).isFalse();
        assertThat(take(plan, 1).used()).isEqualTo((1L << 34) - 2);
    }

    @Test
    void aStepBackOpensNoWindowAgainAndLastsUntilTimeHasCaughtUp() {
        WindowPlan plan = new WindowPlan(Unit.MINUTE, 5);
        take(plan, 5);
        clock.move(Duration.ofHours(-1));

        assertThat(take(plan, 1).within()).isFalse();
        assertThat(take(plan, 0).untilReset()).isEqualTo(Duration.ofMinutes(61).toNanos());
        clock.move(Duration.ofMinutes(60));
        assertThat(take(plan, 1).within()).isFalse();
        clock.move(Duration.ofMinutes(1));
        assertThat(take(plan, 1).within()).isTrue();
    }

    @Test
    void sixteenYearsLaterItIsAnotherWindow() {
        WindowPlan plan = new WindowPlan(Unit.SECOND, 1);
        take(plan, 1);
        clock.move(Duration.ofDays(365 * 16));

        assertThat(take(plan, 1).within()).isTrue();
        assertThat(take(plan, 1).within()).isFalse();
    }

    private Taken take(WindowPlan plan, long hits) {
        return counters.take(key(plan), plan, hits);
    }

    private static CounterKey key(WindowPlan plan) {
        return new CounterKey("d", List.of(new Entry("k", "v")), plan);
    }
}
