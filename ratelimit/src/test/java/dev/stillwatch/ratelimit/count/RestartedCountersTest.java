// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.snapshot.Kept;
import dev.stillwatch.ratelimit.snapshot.SnapshotSweep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a limit has left after a restart: what was left before, and what came back meanwhile. */
final class RestartedCountersTest {
    private static final long SPAN = 1_000;
    private static final BucketPlan BUCKET = new BucketPlan(Unit.HOUR, 60, 100, false);
    private static final WindowPlan WINDOW = new WindowPlan(Unit.HOUR, 100);

    private final TestClock clock = new TestClock();
    private final Kept kept = new Kept();
    private Counters counters = new Counters(clock, 1_000, kept);
    private SnapshotSweep sweep = sweep(counters);

    private static SnapshotSweep sweep(Counters counters) {
        return new SnapshotSweep(List.of(counters.round()), SPAN, 1_000);
    }

    private void sweep() {
        kept.take(sweep.look(clock.millis()));
    }

    private void restart() {
        counters = new Counters(clock, 1_000, kept);
        sweep = sweep(counters);
    }

    private long left(Plan plan) {
        return counters.take(key(plan), plan, 0).remaining();
    }

    private boolean take(Plan plan, long hits) {
        return counters.take(key(plan), plan, hits).within();
    }

    private static CounterKey key(Plan plan) {
        return new CounterKey("d", List.of(new Entry("k", "v")), plan);
    }

    @Test
    void whatWasToldIsLeft() {
        for (Plan plan : List.of(BUCKET, WINDOW)) {
            take(plan, 70);
            sweep();
            take(plan, 5);
            restart();
            assertThat(left(plan)).isEqualTo(30);
        }
    }

    @Test
    void whatCameBackMeanwhileIsGivenBackWithTheFractionThatWasThere() {
        take(BUCKET, 100);
        clock.move(Duration.ofSeconds(30));
        sweep();
        clock.move(Duration.ofSeconds(29));
        restart();
        assertThat(left(BUCKET)).isZero();
        clock.move(Duration.ofSeconds(1));
        assertThat(left(BUCKET)).isEqualTo(1);

        for (int i = 0; i < 60; i++) {
            clock.move(Duration.ofSeconds(30));
            sweep();
            restart();
        }
        assertThat(left(BUCKET)).isBetween(30L, 31L);
    }

    @Test
    void thePlanThatIsInForceNowGivesItBack() {
        take(BUCKET, 100);
        sweep();
        clock.move(Duration.ofHours(1));
        restart();
        assertThat(left(new BucketPlan(Unit.HOUR, 6, 100, false))).isEqualTo(6);

        restart();
        assertThat(left(new BucketPlan(Unit.HOUR, 600, 10, false))).isEqualTo(10);
    }

    @Test
    void aSmallerBucketBeginsWithTheSameShare() {
        take(BUCKET, 30);
        sweep();
        restart();
        assertThat(left(new BucketPlan(Unit.HOUR, 1, 10, false))).isEqualTo(7);
    }

    @Test
    void aWindowThatIsPastIsEmpty() {
        take(WINDOW, 100);
        sweep();
        clock.move(Duration.ofHours(1));
        restart();
        assertThat(left(WINDOW)).isEqualTo(100);
    }

    @Test
    void aStateFromTheFutureIsTakenAsOfNow() {
        for (Plan plan : List.of(BUCKET, WINDOW)) {
            clock.move(Duration.ofHours(5));
            take(plan, 70);
            sweep();
            clock.move(Duration.ofHours(-5));
            restart();
            assertThat(left(plan)).isEqualTo(30);
        }
    }

    @Test
    void aStateOfAnotherKindSaysNothing() {
        kept.states.put(key(WINDOW).name(), new CounterState.Bucket(0, 100, clock.millis(), clock.millis() + 1, -1));
        kept.states.put(key(BUCKET).name(), new CounterState.Window(clock.millis(), 3_600_000, 100));
        assertThat(left(WINDOW)).isEqualTo(100);
        assertThat(left(BUCKET)).isEqualTo(100);
        WindowPlan day = new WindowPlan(Unit.DAY, 100);
        kept.states.put(key(day).name(), new CounterState.Window(clock.millis(), 3_600_000, 100));
        assertThat(left(day)).isEqualTo(100);
    }

    @Test
    void theGreatestNumbersAreTaken() {
        long now = clock.millis();
        WindowPlan day = new WindowPlan(Unit.DAY, 0xFFFF_FFFFL);
        kept.states.put(key(day).name(), new CounterState.Window(now, 86_400_000, CounterState.MOST));
        assertThat(left(day)).isZero();
        kept.states.put(
                key(BUCKET).name(),
                new CounterState.Bucket(
                        CounterState.MOST, CounterState.MOST, 0, CounterState.NEVER, CounterState.MOST));
        assertThat(left(BUCKET)).isEqualTo(100);
        restart();
        kept.states.put(
                key(BUCKET).name(),
                new CounterState.Bucket(0, CounterState.MOST, CounterState.NEVER, CounterState.NEVER, 0));
        assertThat(left(BUCKET)).isZero();
    }

    @Test
    void aFullBucketIsNotToldAndNotShrunk() {
        left(BUCKET);
        take(WINDOW, 0);
        sweep();
        assertThat(kept.tellings).isZero();
        restart();
        assertThat(left(BUCKET)).isEqualTo(100);
    }

    @Test
    void whatIsFullAgainIsForgottenAndOnlyThenRetired() {
        take(BUCKET, 1);
        take(WINDOW, 1);
        sweep();
        assertThat(kept.states).hasSize(2);
        clock.move(Duration.ofHours(1));
        counters.sweep();
        assertThat(counters.size()).isEqualTo(2);
        sweep();
        assertThat(kept.states).isEmpty();
        counters.sweep();
        assertThat(counters.size()).isZero();
    }

    @Test
    void whatIsGivenBackBeforeItsTimeIsSaidAndThenForgotten() {
        take(BUCKET, 50);
        sweep();
        counters.giveBack(key(BUCKET), BUCKET, 50);
        sweep();
        restart();
        assertThat(left(BUCKET)).isEqualTo(100);
    }

    @Test
    void whatIsGivenBackBeforeAnythingIsTakenAgainIsNotLost() {
        for (Plan plan : List.of(BUCKET, WINDOW)) {
            take(plan, 70);
            sweep();
            restart();
            assertThat(counters.giveBack(key(plan), plan, 20).remaining()).isEqualTo(50);
            assertThat(left(plan)).isEqualTo(50);
        }
    }

    @Test
    void aKeyOfWhichNothingIsKnownIsGivenNothingBackAndTakesNoRoom() {
        assertThat(counters.giveBack(key(BUCKET), BUCKET, 20).remaining()).isEqualTo(100);
        assertThat(counters.size()).isZero();
    }

    @Test
    void whereThereIsNoRoomNothingIsGivenBackToOthers() {
        take(BUCKET, 70);
        sweep();
        counters = new Counters(clock, 0, kept);
        assertThat(counters.giveBack(key(BUCKET), BUCKET, 20).within()).isTrue();
        assertThat(counters.size()).isZero();
        take(BUCKET, 60);
        counters.giveBack(key(BUCKET), BUCKET, 20);
        assertThat(counters.take(key(BUCKET), BUCKET, 0).used()).isEqualTo(60);
    }

    @Test
    void whereThereIsNoRoomNobodyAsksWhatWasBefore() {
        AtomicInteger asked = new AtomicInteger();
        Counters full = new Counters(clock, 0, name -> {
            asked.incrementAndGet();
            return Optional.empty();
        });
        full.take(key(BUCKET), BUCKET, 1);
        assertThat(full.sharing()).isEqualTo(1);
        assertThat(asked).hasValue(0);
    }

    @Test
    void aToldWindowGoesWithoutItsEndWhenTheWallClockSteppedBack() {
        take(WINDOW, 1);
        sweep();
        long steppedBack = clock.millis() - 3_600_000;
        clock.move(Duration.ofHours(1));
        assertThat(sweep.look(steppedBack)).isEmpty();
        counters.sweep();
        assertThat(counters.size()).isEqualTo(1);

        clock.move(Duration.ofHours(1));
        assertThat(sweep.look(steppedBack)).isEmpty();
        counters.sweep();
        assertThat(counters.size()).isZero();
    }

    @Test
    void whatDidNotChangeIsNotToldAgain() {
        take(BUCKET, 50);
        take(WINDOW, 50);
        sweep();
        clock.move(Duration.ofMinutes(1));
        left(BUCKET);
        take(BUCKET, 90);
        sweep();
        assertThat(kept.tellings).isEqualTo(2);
        sweep.anew();
        sweep();
        assertThat(kept.tellings).isEqualTo(4);
    }

    @Test
    void aStrictBucketKeepsWhatWasTakenInItsUnit() {
        BucketPlan strict = new BucketPlan(Unit.HOUR, 60, 50, true);
        take(strict, 50);
        clock.move(Duration.ofMinutes(50));
        take(strict, 5);
        sweep();
        restart();
        assertThat(left(strict)).isEqualTo(5);
        clock.move(Duration.ofMinutes(10));
        assertThat(left(strict)).isBetween(49L, 50L);
    }

    @Test
    void keysWithoutAStateAreAsFullAsEver() {
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            BucketPlan plan = new BucketPlan(Unit.MINUTE, 1 + random.nextInt(50), 1 + random.nextInt(50), i % 2 == 0);
            restart();
            assertThat(left(plan)).isEqualTo(plan.most());
        }
    }

    /** Over any span at most what is allowed passes, and what was taken after the last look before each kill within it. */
    @Test
    void aKillGivesAtMostWhatWasTakenSinceTheLastLook() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            BucketPlan plan = new BucketPlan(Unit.MINUTE, 1 + random.nextInt(90), 1 + random.nextInt(60), false);
            kept.states.clear();
            restart();
            int steps = 600;
            long[] at = new long[steps];
            long[] taken = new long[steps + 1];
            long[] lost = new long[steps + 1];
            long sinceLook = 0;
            for (int i = 0; i < steps; i++) {
                clock.move(Duration.ofMillis(random.nextInt(3_000)));
                at[i] = clock.millis();
                long hits = 1L + random.nextInt(4);
                long passed = take(plan, hits) ? hits : 0;
                taken[i + 1] = taken[i] + passed;
                sinceLook += passed;
                lost[i + 1] = lost[i];
                if (random.nextInt(3) == 0) {
                    sweep();
                    sinceLook = 0;
                }
                if (random.nextInt(5) == 0) {
                    counters.sweep();
                }
                if (random.nextInt(20) == 0) {
                    restart();
                    // What is back within a span is not told.
                    lost[i + 1] += sinceLook + (long) Math.ceil(plan.requests() * SPAN / 60_000.0);
                    sinceLook = 0;
                }
            }
            for (int i = 0; i < 2_000; i++) {
                int from = random.nextInt(steps);
                int to = from + random.nextInt(steps - from);
                double most = plan.most() + plan.requests() * (at[to] - at[from]) / 60_000.0;
                assertThat(taken[to + 1] - taken[from])
                        .as("seed %d, %d to %d", seed, from, to)
                        .isLessThanOrEqualTo((long) most + lost[to + 1] - lost[from]);
            }
        }
    }

    @Test
    void inNoWindowMoreThanTheLimitPassesButForWhatWasCountedSinceTheLastLook() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            WindowPlan plan = new WindowPlan(Unit.MINUTE, 1 + random.nextInt(60));
            kept.states.clear();
            restart();
            long window = 0;
            long passed = 0;
            long lost = 0;
            long sinceLook = 0;
            for (int i = 0; i < 1_000; i++) {
                clock.move(Duration.ofMillis(random.nextInt(2_000)));
                if (clock.millis() / 60_000 != window) {
                    window = clock.millis() / 60_000;
                    passed = 0;
                    lost = 0;
                    sinceLook = 0;
                }
                boolean within = take(plan, 1);
                passed += within ? 1 : 0;
                sinceLook += within ? 1 : 0;
                if (random.nextInt(3) == 0) {
                    sweep();
                    boolean overSoon = (window + 1) * 60_000 - clock.millis() <= SPAN;
                    sinceLook = overSoon ? sinceLook : 0;
                }
                if (random.nextInt(20) == 0) {
                    restart();
                    lost += sinceLook;
                    sinceLook = 0;
                }
                assertThat(passed).as("seed %d, step %d", seed, i).isLessThanOrEqualTo(plan.requests() + lost);
            }
        }
    }
}
