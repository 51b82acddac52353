// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.snapshot.CounterState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which counters are told, when they are forgotten, and what is asked of those that have no place. */
final class ToldCountersTest extends Restarts {
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
    void whoCountsForAnotherASecondTimeBeginsFromItsLastSnapshot() {
        take(WINDOW, 5);
        counters.release(key -> true);
        counters.release(key -> true);
        assertThat(counters.size()).as("what is not told stays").isEqualTo(1);
        sweep();
        counters.release(key -> true);
        assertThat(counters.size()).as("it may not have been read yet").isEqualTo(1);
        counters.release(key -> false);
        assertThat(counters.size()).as("its own stays").isEqualTo(1);
        counters.release(key -> true);
        assertThat(counters.size()).isZero();
        kept.states.replaceAll((name, state) -> {
            CounterState.Window window = (CounterState.Window) state;
            return new CounterState.Window(window.start(), window.span(), WINDOW.requests());
        });
        assertThat(counters.take(key(WINDOW), WINDOW, 1).within())
                .as("the owner used it up meanwhile")
                .isFalse();
    }

    @Test
    void whatIsCountedBetweenTwoReleasesStays() {
        take(BUCKET, 1);
        for (int i = 0; i < 3; i++) {
            sweep();
            counters.release(key -> true);
            take(BUCKET, 1);
            counters.release(key -> true);
        }
        sweep();
        counters.release(key -> true);
        assertThat(counters.size()).isEqualTo(1);
    }

    @Test
    void whatIsGivenBackBeforeItsTimeIsSaidAndThenForgotten() {
        take(BUCKET, 50);
        sweep();
        counters.giveBack(key(BUCKET), BUCKET, 50);
        sweep();
        restart();
        assertThat(left(BUCKET)).isEqualTo(100);
        sweep();
        assertThat(kept.states).isEmpty();
    }

    @Test
    void whatIsFullAgainWithinASpanAfterARestartIsSaidAndThenForgotten() {
        take(BUCKET, 50);
        take(WINDOW, 50);
        sweep();
        restart();
        counters.giveBack(key(BUCKET), BUCKET, 50);
        counters.giveBack(key(WINDOW), WINDOW, 50);
        sweep();
        sweep();
        assertThat(kept.states).isEmpty();
        restart();
        assertThat(left(BUCKET)).isEqualTo(100);
        assertThat(left(WINDOW)).isEqualTo(100);
    }

    @Test
    void whatIsFullAgainIsForgottenAlsoWhenThatWasLostAtFirst() {
        take(BUCKET, 50);
        sweep();
        counters.giveBack(key(BUCKET), BUCKET, 50);
        assertThat(sweep.look(clock.millis())).hasSize(1);
        sweep.anew();
        clock.move(Duration.ofSeconds(1));
        sweep();
        sweep();
        assertThat(kept.states).isEmpty();
    }

    @Test
    void whatWasLongOverWhenItBeganIsForgotten() {
        take(BUCKET, 1);
        take(WINDOW, 1);
        sweep();
        clock.move(Duration.ofHours(2));
        restart();
        left(BUCKET);
        left(WINDOW);
        sweep();
        assertThat(kept.states).isEmpty();
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
}
