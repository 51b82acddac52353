// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.ratelimit.decide.Unit;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a limit has left after a restart: what was left before, and what came back meanwhile. */
final class RestartedCountersTest extends Restarts {
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
    void whatWasTakenInASharedWindowIsChargedAlsoWhereLessIsLeftThanThat() {
        take(BUCKET, 70);
        sweep();
        counters = new Counters(clock, 1, kept);
        WindowPlan other = new WindowPlan(Unit.SECOND, 1);
        take(other, 1);
        assertThat(take(BUCKET, 60)).isTrue();
        assertThat(counters.sharing()).isEqualTo(1);
        clock.move(Duration.ofSeconds(1));
        counters.sweep();
        assertThat(left(BUCKET)).isZero();
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
}
