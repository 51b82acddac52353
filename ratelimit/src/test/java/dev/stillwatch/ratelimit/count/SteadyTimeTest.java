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

/** A wall clock that is set, beside one that goes on. */
class SteadyTimeTest {
    private static final Duration STEP = Duration.ofHours(1);

    private final TestClock wall = new TestClock();
    private long nanos = -7;
    private final SteadyTime time = new SteadyTime(wall, () -> nanos);

    @Test
    void withoutStepsItIsTheWallClock() {
        for (int i = 0; i < 1_000; i++) {
            pass(Duration.ofMillis(777));
            assertThat(time.millis()).isBetween(wall.millis() - 1, wall.millis());
        }
        assertThat(time.instant().toEpochMilli()).isEqualTo(time.millis());
    }

    @Test
    void itNeverGoesBackNorFasterOrSlowerThanFivePercent() {
        Random random = new Random(8);
        long before = time.millis();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(500) == 0) {
                wall.move(Duration.ofSeconds(random.nextInt(7_200) - 3_600));
            }
            long passed = random.nextInt(3_000);
            pass(Duration.ofMillis(passed));
            long now = time.millis();
            assertThat(now - before).isBetween((long) (0.95 * passed) - 1, (long) (1.05 * passed) + 1);
            before = now;
        }
    }

    @Test
    void itHasCaughtUpAfterTwentyTimesTheStep() {
        for (int sign = -1; sign <= 1; sign += 2) {
            time.millis();
            wall.move(STEP.multipliedBy(sign));
            for (int minute = 0; minute < 20 * 60 + 1; minute++) {
                pass(Duration.ofMinutes(1));
                time.millis();
            }
            assertThat(time.millis()).isBetween(wall.millis() - 1, wall.millis() + 1);
        }
    }

    /** The clock is set forward and back by an hour again and again, while a caller asks ten times a second. */
    @Test
    void stepsOfAnHourNeitherFreeNorStallACaller() {
        WindowPlan window = new WindowPlan(Unit.MINUTE, 60);
        BucketPlan bucket = new BucketPlan(Unit.MINUTE, 60, 60, false);
        Counters counters = new Counters(time, 10);
        long windows = 0;
        long buckets = 0;
        long leastWindows = Long.MAX_VALUE;
        int minutes = 60;
        for (int minute = 0; minute < minutes; minute++) {
            wall.move(STEP.multipliedBy(minute % 2 == 0 ? 1 : -1));
            long before = windows;
            for (int i = 0; i < 600; i++) {
                pass(Duration.ofMillis(100));
                windows += counters.take(key(window), window, 1).within() ? 1 : 0;
                buckets += counters.take(key(bucket), bucket, 1).within() ? 1 : 0;
            }
            leastWindows = Math.min(leastWindows, windows - before);
        }
        assertThat(windows).isBetween((long) (0.95 * 60 * minutes) - 60, (long) (1.05 * 60 * minutes) + 60);
        assertThat(buckets).isBetween((long) (0.95 * 60 * minutes), (long) (1.05 * 60 * minutes) + 60);
        assertThat(leastWindows).isPositive();
    }

    @Test
    void theSystemsClocksAgreeAtTheStart() {
        assertThat(SteadyTime.system().millis())
                .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(10_000L));
    }

    private void pass(Duration duration) {
        nanos += duration.toNanos();
        wall.move(duration);
    }

    private static CounterKey key(Plan plan) {
        return new CounterKey("d", List.of(new Entry("k", "v")), plan);
    }
}
