// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.snapshot.CounterName;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a plan lets pass, and that no change of its number gives anything away. */
final class PlanBucketTest {
    private final Given given = new Given();
    private final TimeMeter meter = new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return given.steadyNanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    };

    private long drain(PlanBucket bucket, long number) {
        long passed = 0;
        while (bucket.take(number, given.steadyNanos.get()).passes()) {
            passed++;
        }
        return passed;
    }

    @Test
    void aNewBucketIsHalfFull() {
        assertThat(drain(new PlanBucket(100, meter), 100)).isEqualTo(50);
        assertThat(drain(new PlanBucket(5, meter), 5)).isEqualTo(3);
        assertThat(drain(new PlanBucket(1, meter), 1)).isEqualTo(1);
    }

    @Test
    void inTheLongRunThePlansNumberPassesAndAfterSilenceAnHoursExchangesAtOnce() {
        PlanBucket bucket = new PlanBucket(60, meter);
        drain(bucket, 60);
        long passed = 0;
        for (int minute = 0; minute < 600; minute++) {
            given.pass(Duration.ofMinutes(1));
            passed += drain(bucket, 60);
        }
        assertThat(passed).isEqualTo(600);

        given.pass(Duration.ofHours(9));
        assertThat(drain(bucket, 60)).isEqualTo(60);
    }

    @Test
    void whenThereIsNoneItSaysWhenThereWillBe() {
        PlanBucket bucket = new PlanBucket(60, meter);
        drain(bucket, 60);

        PlanTaken taken = bucket.take(60, 0);
        assertThat(taken.remaining()).isZero();
        assertThat(Duration.ofNanos(taken.untilOne())).isEqualTo(Duration.ofMinutes(1));
        assertThat(Duration.ofNanos(taken.untilFull())).isEqualTo(Duration.ofHours(1));
        given.pass(Duration.ofMinutes(1));
        assertThat(bucket.take(60, 0).passes()).isTrue();
    }

    @Test
    void lookingTakesNothing() {
        PlanBucket bucket = new PlanBucket(2, meter);
        for (int i = 0; i < 5; i++) {
            assertThat(bucket.look(2, 0).passes()).isTrue();
        }
        assertThat(bucket.look(2, 0))
                .isEqualTo(new PlanTaken(true, 1, Duration.ofMinutes(30).toNanos(), 0));
        assertThat(drain(bucket, 2)).isEqualTo(1);
        assertThat(bucket.look(2, 0))
                .isEqualTo(new PlanTaken(
                        false,
                        0,
                        Duration.ofHours(1).toNanos(),
                        Duration.ofMinutes(30).toNanos()));
        given.pass(Duration.ofHours(2));
        assertThat(bucket.look(2, 0)).isEqualTo(new PlanTaken(true, 2, 0, 0));
        assertThat(bucket.look(0, 0).passes()).isFalse();
    }

    @Test
    void tighteningLeavesTheSameShareAndRelaxingTheSameNumber() {
        PlanBucket bucket = new PlanBucket(100, meter);
        assertThat(drain(bucket, 10)).isEqualTo(5);

        PlanBucket empty = new PlanBucket(10, meter);
        drain(empty, 10);
        assertThat(drain(empty, 1_000)).isZero();

        PlanBucket some = new PlanBucket(10, meter);
        assertThat(drain(some, 1_000)).isEqualTo(5);
    }

    @Test
    void afterZeroNothingIsLeft() {
        PlanBucket bucket = new PlanBucket(100, meter);
        assertThat(bucket.take(0, 0).passes()).isFalse();
        assertThat(bucket.take(0, 0).untilOne()).isEqualTo(Long.MAX_VALUE);
        given.pass(Duration.ofHours(5));
        assertThat(drain(bucket, 100)).isZero();
        given.pass(Duration.ofMinutes(6));
        assertThat(drain(bucket, 100)).isEqualTo(10);

        assertThat(bucket.take(0, given.steadyNanos.get()).passes()).isFalse();
        given.pass(Duration.ofHours(5));
        assertThat(bucket.idle(given.steadyNanos.get())).isFalse();
        assertThat(drain(bucket, 100)).isZero();

        PlanBucket begun = new PlanBucket(0, meter);
        assertThat(begun.take(0, 0).passes()).isFalse();
        assertThat(drain(begun, 100)).isZero();
    }

    @Test
    void whatIsPutBackIsThereAgainUnlessTheNumberHasChanged() {
        PlanBucket bucket = new PlanBucket(10, meter);
        drain(bucket, 10);
        bucket.putBack(10);
        assertThat(drain(bucket, 10)).isEqualTo(1);

        drain(bucket, 1);
        bucket.putBack(10);
        assertThat(drain(bucket, 1)).isZero();
    }

    @Test
    void noSequenceOfChangesLetsMorePassThanTheLargestNumberAlone() {
        Random random = new Random(3);
        long[] numbers = {1, 3, 10, 60, 100, 0, 1_000};
        for (int round = 0; round < 200; round++) {
            PlanBucket bucket = new PlanBucket(10, meter);
            drain(bucket, 10);
            long passed = 0;
            Duration elapsed = Duration.ZERO;
            for (int step = 0; step < 50; step++) {
                Duration time = Duration.ofMillis(random.nextInt(2_000));
                given.pass(time);
                elapsed = elapsed.plus(time);
                passed += drain(bucket, numbers[random.nextInt(numbers.length)]);
            }
            // An empty bucket under the largest number refills so much; what passed came of refill alone.
            assertThat(passed).isLessThanOrEqualTo(1 + elapsed.toMillis() * 1_000 / 3_600_000);
        }
    }

    @Test
    void aClockThatStepsBackRefillsNothing() {
        PlanBucket bucket = new PlanBucket(60, meter);
        drain(bucket, 60);
        given.steadyNanos.addAndGet(-Duration.ofHours(1).toNanos());
        assertThat(drain(bucket, 60)).isZero();
        given.steadyNanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(drain(bucket, 60)).isZero();
    }

    @Test
    void filledUpBucketsGoFirstAndOthersAreCounted() {
        PlanBuckets buckets = new PlanBuckets(2, meter, CounterName.Kind.PLAN, LastStates.NONE, given.wall);
        PlanBucket idle = buckets.of("idle", 10);
        PlanBucket busy = buckets.of("busy", 10);
        given.pass(Duration.ofHours(1));
        busy.take(10, given.steadyNanos.get());

        assertThat(buckets.of("next", 10)).isNotSameAs(idle);
        assertThat(buckets.of("busy", 10)).isSameAs(busy);
        assertThat(buckets.lost()).isZero();

        given.pass(Duration.ofMinutes(1));
        buckets.of("next", 10).take(10, given.steadyNanos.get());
        buckets.of("third", 10);
        assertThat(buckets.lost()).isEqualTo(1);
        assertThat(buckets.size()).isEqualTo(2);
        assertThat(buckets.of("busy", 10)).isNotSameAs(busy);
    }
}
