// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.Unit;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final TestClock clock = new TestClock();
    private final Counters counters = new Counters(clock, 100);

    @Test
    void itIsFullAtFirstAndRefillsEvenly() {
        BucketPlan plan = new BucketPlan(Unit.MINUTE, 60, 10, false);

        assertThat(take(plan, 4))
                .isEqualTo(new Taken(true, 4, 6, Duration.ofSeconds(4).toNanos(), Taken.NEVER));
        assertThat(take(plan, 7).within()).isFalse();
        assertThat(take(plan, 7).retryAfter()).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(take(plan, 6).within()).isTrue();
        clock.move(Duration.ofSeconds(3));
        assertThat(take(plan, 3).within()).isTrue();
        assertThat(take(plan, 1).within()).isFalse();
    }

    @Test
    void aRefusalTakesNothing() {
        BucketPlan plan = new BucketPlan(Unit.HOUR, 10, 10, false);

        assertThat(take(plan, 8).within()).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(take(plan, 3).within()).isFalse();
        }
        assertThat(take(plan, 2).within()).isTrue();
    }

    @Test
    void moreThanItEverHoldsIsRefusedWithoutATimeToRetry() {
        BucketPlan plan = new BucketPlan(Unit.HOUR, 10, 20, false);

        Taken taken = take(plan, 21);
        assertThat(taken.within()).isFalse();
        assertThat(taken.retryAfter()).isEqualTo(Taken.NEVER);
        assertThat(taken.remaining()).isEqualTo(20);
        assertThat(take(plan, Long.MAX_VALUE).within()).isFalse();
        assertThat(take(plan, 20).within()).isTrue();
    }

    @Test
    void aLookTakesNothingAndPassesWhileATokenIsLeft() {
        BucketPlan plan = new BucketPlan(Unit.MINUTE, 60, 2, false);

        assertThat(take(plan, 0)).isEqualTo(new Taken(true, 0, 2, 0, Taken.NEVER));
        take(plan, 2);
        Taken empty = take(plan, 0);
        assertThat(empty.within()).isFalse();
        assertThat(empty.retryAfter()).isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(empty.untilReset()).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void whatIsGivenBackFillsItAtMost() {
        BucketPlan plan = new BucketPlan(Unit.HOUR, 10, 10, false);
        take(plan, 9);

        assertThat(giveBack(plan, 4).remaining()).isEqualTo(5);
        assertThat(giveBack(plan, 0).remaining()).isEqualTo(5);
        assertThat(giveBack(plan, 0xFFFF_FFFFL).remaining()).isEqualTo(10);
        assertThat(take(plan, 11).within()).isFalse();
        assertThat(take(plan, 10).within()).isTrue();
    }

    @Test
    void afterAnIdleTimeBurstAndRateMayPassInOneUnitUnlessItIsStrict() {
        assertThat(passedInAMinute(new BucketPlan(Unit.MINUTE, 100, 100, false)))
                .isBetween(195L, 200L);
        assertThat(passedInAMinute(new BucketPlan(Unit.MINUTE, 100, 100, true))).isEqualTo(100);
    }

    /** Strict over any load: each aligned unit is summed up by itself. */
    @Test
    void aStrictBucketNeverPassesMoreThanTheRateInAnAlignedUnit() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            TestClock time = new TestClock();
            time.move(Duration.ofMillis(random.nextInt(60_000)));
            Counters counted = new Counters(time, 10);
            BucketPlan plan = new BucketPlan(Unit.MINUTE, 30, 5 + random.nextInt(40), true);
            Map<Long, Long> passed = new HashMap<>();
            for (int i = 0; i < 2_000; i++) {
                time.move(Duration.ofMillis(random.nextInt(1_500)));
                long hits = 1L + random.nextInt(4);
                if (counted.take(key(plan), plan, hits).within()) {
                    passed.merge(time.millis() / 60_000, hits, Long::sum);
                }
            }
            assertThat(passed.values())
                    .as("seed %d", seed)
                    .allMatch(sum -> sum <= 30)
                    .anyMatch(sum -> sum > 20);
        }
    }

    @Test
    void overAnySpanAtMostBurstAndRefillPass() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            TestClock time = new TestClock();
            Counters counted = new Counters(time, 10);
            BucketPlan plan = new BucketPlan(Unit.MINUTE, 30, 1 + random.nextInt(40), false);
            long[] at = new long[2_000];
            long[] sum = new long[2_001];
            for (int i = 0; i < at.length; i++) {
                time.move(Duration.ofMillis(random.nextInt(1_500)));
                at[i] = time.millis();
                long hits = 1L + random.nextInt(4);
                sum[i + 1] = sum[i] + (counted.take(key(plan), plan, hits).within() ? hits : 0);
            }
            for (int i = 0; i < 3_000; i++) {
                int from = random.nextInt(at.length);
                int to = from + random.nextInt(at.length - from);
                double most = plan.most() + 30 * (at[to] - at[from]) / 60_000.0;
                assertThat(sum[to + 1] - sum[from]).as("seed %d", seed).isLessThanOrEqualTo((long) most);
            }
        }
    }

    @Test
    void aStepBackRefillsNothingUntilTimeHasCaughtUp() {
        BucketPlan plan = new BucketPlan(Unit.MINUTE, 60, 60, false);
        take(plan, 60);
        clock.move(Duration.ofHours(-1));

        assertThat(take(plan, 1).within()).isFalse();
        clock.move(Duration.ofHours(1));
        assertThat(take(plan, 1).within()).isFalse();
        clock.move(Duration.ofSeconds(1));
        assertThat(take(plan, 1).within()).isTrue();
    }

    @Test
    void changesOfThePlanGiveNobodyTokens() {
        Random random = new Random(5);
        BucketPlan plan = new BucketPlan(Unit.HOUR, 100, 100, false);
        long left = take(plan, 40).remaining();
        for (int i = 0; i < 200; i++) {
            plan = new BucketPlan(Unit.HOUR, 1 + random.nextInt(200), 1 + random.nextInt(200), false);
            long now = take(plan, 0).remaining();

            assertThat(now).as("change %d", i).isBetween(0L, Math.min(left, plan.most()));
            left = now;
        }
    }

    @Test
    void aPlanThatSaysTheSameChangesNothing() {
        take(new BucketPlan(Unit.HOUR, 10, 10, false), 4);

        assertThat(take(new BucketPlan(Unit.HOUR, 10, 10, false), 0).remaining())
                .isEqualTo(6);
    }

    @Test
    void nodesWithAnOldAndANewFileDoNotDrainABucket() {
        BucketPlan old = new BucketPlan(Unit.HOUR, 200, 200, false);
        BucketPlan tighter = new BucketPlan(Unit.HOUR, 100, 100, false);
        int passed = 0;
        for (int i = 0; i < 150; i++) {
            passed += take(i % 2 == 0 ? old : tighter, 1).within() ? 1 : 0;
        }
        assertThat(passed).isEqualTo(100);
    }

    @Test
    void turningBetweenTwoPlansGivesNobodyMoreThanTheSmallerHolds() {
        BucketPlan old = new BucketPlan(Unit.HOUR, 200, 200, false);
        BucketPlan tighter = new BucketPlan(Unit.HOUR, 100, 100, false);
        take(tighter, 0);
        take(old, 0);
        clock.move(Duration.ofHours(2));
        assertThat(take(old, 0).remaining()).isEqualTo(200);
        assertThat(take(tighter, 0).remaining()).isEqualTo(100);
    }

    @Test
    void becomingStrictKeepsWhatIsLeft() {
        take(new BucketPlan(Unit.HOUR, 10, 10, false), 4);

        assertThat(take(new BucketPlan(Unit.HOUR, 10, 10, true), 0).remaining()).isEqualTo(6);
        assertThat(take(new BucketPlan(Unit.HOUR, 10, 10, false), 0).remaining())
                .isEqualTo(6);
    }

    @Test
    void theGreatestAndTheSmallestPlansAreCounted() {
        for (Unit unit : Unit.values()) {
            long fastest = Math.min(0xFFFF_FFFFL, unit.span().toNanos());
            for (boolean strict : new boolean[] {false, true}) {
                Counters counted = new Counters(clock, 10);
                BucketPlan large = new BucketPlan(unit, fastest, 0xFFFF_FFFFL, strict);
                assertThat(counted.take(key(large), large, large.most()).within())
                        .isTrue();
                assertThat(counted.take(key(large), large, large.most()).within())
                        .isFalse();
                BucketPlan small = new BucketPlan(unit, 1, 1, strict);
                Counters few = new Counters(clock, 10);
                assertThat(few.take(key(small), small, 1).within()).isTrue();
                assertThat(few.take(key(small), small, 1).within()).isFalse();
            }
        }
    }

    private long passedInAMinute(BucketPlan plan) {
        TestClock time = new TestClock();
        Counters counted = new Counters(time, 10);
        long passed = 0;
        for (int i = 0; i < 600; i++) {
            passed += counted.take(key(plan), plan, 1).within() ? 1 : 0;
            time.move(Duration.ofMillis(100));
        }
        return passed;
    }

    private Taken take(BucketPlan plan, long hits) {
        return counters.take(key(plan), plan, hits);
    }

    private Taken giveBack(BucketPlan plan, long hits) {
        return counters.giveBack(key(plan), plan, hits);
    }

    private static CounterKey key(BucketPlan plan) {
        return new CounterKey("d", List.of(new Entry("k", "v")), plan);
    }
}
