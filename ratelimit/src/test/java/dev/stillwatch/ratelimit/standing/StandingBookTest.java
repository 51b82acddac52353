// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static dev.stillwatch.ratelimit.standing.Given.DAY;
import static dev.stillwatch.ratelimit.standing.Given.NOW;
import static dev.stillwatch.ratelimit.standing.Given.enforced;
import static dev.stillwatch.ratelimit.standing.Given.shadow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.standing.Given.Say;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is held, for how long, and who goes when there is no room. */
final class StandingBookTest {
    private final Given given = new Given();
    private final StandingBook book = given.book();

    @Test
    void aSubjectWithoutAStandingIsUnknown() {
        book.accept(enforced("other", Tier.RESTRICT, 10));

        assertThat(book.find("acct")).isEmpty();
    }

    @Test
    void whatIsEnforcedIsFound() {
        assertThat(book.accept(enforced("acct", Tier.RESTRICT, 10))).isEqualTo(Receipt.TAKEN);

        Applied applied = book.find("acct").orElseThrow();
        assertThat(applied.tier()).isEqualTo(Tier.RESTRICT);
        assertThat(applied.plan()).isEqualTo(Given.plan(Tier.RESTRICT, 10));
        assertThat(applied.blocked()).isFalse();
    }

    @Test
    void clearAndWatchedSubjectsAreFoundAndLimitNothing() {
        book.accept(enforced("clear", Tier.CLEAR, 0));
        book.accept(enforced("watched", Tier.WATCH, 0));

        assertThat(book.find("clear").orElseThrow().limits()).isFalse();
        assertThat(book.find("watched").orElseThrow().limits()).isFalse();
        assertThat(book.find("watched").orElseThrow().tier()).isEqualTo(Tier.WATCH);
        assertThat(book.find("watched").orElseThrow().plan()).isEqualTo(LimitPlan.NONE);
    }

    @Test
    void theHigherVersionWinsAndTheOthersAreIgnored() {
        book.accept(Say.of("acct", Tier.RESTRICT, 10).version(5).standing());

        assertThat(book.accept(Say.of("acct", Tier.CLEAR, 0).version(5).standing()))
                .isEqualTo(Receipt.NOT_NEWER);
        assertThat(book.accept(
                        Say.of("acct", Tier.CLEAR, 0).version(4).asOf(NOW + 1).standing()))
                .isEqualTo(Receipt.NOT_NEWER);
        assertThat(book.find("acct").orElseThrow().tier()).isEqualTo(Tier.RESTRICT);

        book.accept(Say.of("acct", Tier.CLEAR, 0).version(6).standing());
        assertThat(book.find("acct").orElseThrow().tier()).isEqualTo(Tier.CLEAR);
        assertThat(book.tally().notNewer()).isEqualTo(2);
        assertThat(book.tally().taken()).isEqualTo(2);
    }

    @Test
    void aStandingHoldsForItsValidityFromReceiptWhateverTheWallClockDoes() {
        book.accept(Say.of("acct", Tier.RESTRICT, 10).asOf(NOW - 3 * DAY).standing());

        given.wallMillis.addAndGet(Duration.ofHours(30).toMillis());
        assertThat(book.find("acct")).isPresent();
        given.wallMillis.addAndGet(-Duration.ofHours(31).toMillis());
        assertThat(book.find("acct")).isPresent();

        given.steadyNanos.addAndGet(Duration.ofDays(1).toNanos() - 1);
        assertThat(book.find("acct")).isPresent();
        given.steadyNanos.addAndGet(1);
        assertThat(book.find("acct")).isEmpty();
    }

    @Test
    void theEndOfWhatWasEnforcedIsToldOnce() {
        book.accept(enforced("acct", Tier.RESTRICT, 10));
        book.accept(shadow("spared", Tier.RESTRICT, 10));
        given.pass(Duration.ofDays(2));

        for (int i = 0; i < 3; i++) {
            assertThat(book.find("acct")).isEmpty();
            assertThat(book.find("spared")).isEmpty();
        }
        assertThat(book.tally().tierChanges()).isEqualTo(2);
    }

    @Test
    void afterItsEndALowerVersionThatWasJudgedLaterMayFollowButNoReplayOfAnEarlierOne() {
        book.accept(Say.of("acct", Tier.RESTRICT, 10).version(57).standing());
        given.pass(Duration.ofDays(1));

        assertThat(book.accept(
                        Say.of("acct", Tier.CLEAR, 0).version(56).asOf(NOW - 1).standing()))
                .isEqualTo(Receipt.NOT_NEWER);
        assertThat(book.accept(Say.of("acct", Tier.THROTTLE, 10)
                        .version(1)
                        .asOf(NOW + 1)
                        .standing()))
                .isEqualTo(Receipt.TAKEN);
        assertThat(book.find("acct").orElseThrow().tier()).isEqualTo(Tier.THROTTLE);
    }

    @Test
    void atTheStartWhatIsTooOldIsIgnored() {
        Standing old = Say.of("old", Tier.RESTRICT, 10).asOf(NOW - 7 * DAY - 1).standing();
        Standing just = Say.of("just", Tier.RESTRICT, 10).asOf(NOW - 7 * DAY).standing();

        assertThat(book.recall(old)).isEqualTo(Receipt.TOO_OLD);
        assertThat(book.recall(just)).isEqualTo(Receipt.TAKEN);
        assertThat(book.find("old")).isEmpty();
        assertThat(book.find("just")).isPresent();
        assertThat(book.tally().tooOld()).isEqualTo(1);
        assertThat(book.accept(old)).isEqualTo(Receipt.TAKEN);
    }

    @Test
    void aClockThatIsAnHourOffAtTheStartMovesTheAgeByAnHourAndNothingElse() {
        Standing young = Say.of("young", Tier.RESTRICT, 10).asOf(NOW - DAY).standing();
        Standing edge = Say.of("edge", Tier.RESTRICT, 10).asOf(NOW - 7 * DAY).standing();

        given.wallMillis.set(NOW + Duration.ofHours(1).toMillis());
        assertThat(book.recall(young)).isEqualTo(Receipt.TAKEN);
        assertThat(book.recall(edge)).isEqualTo(Receipt.TOO_OLD);
        given.wallMillis.set(NOW - Duration.ofHours(1).toMillis());
        assertThat(book.recall(edge)).isEqualTo(Receipt.TAKEN);
        assertThat(given.book().recall(Say.of("ahead", Tier.RESTRICT, 10).standing()))
                .isEqualTo(Receipt.TAKEN);
    }

    @Test
    void clearSubjectsGoFirstAndEnforcedOnesNeverForThem() {
        StandingBook small = new StandingBook(given.wall, given.nanos, 3);
        small.accept(enforced("enforced", Tier.THROTTLE, 10));
        small.accept(enforced("clear", Tier.CLEAR, 0));
        small.accept(shadow("shadow", Tier.RESTRICT, 10));

        assertThat(small.accept(enforced("second", Tier.RESTRICT, 10))).isEqualTo(Receipt.TAKEN);
        assertThat(small.find("clear")).isEmpty();
        assertThat(small.accept(enforced("third", Tier.RESTRICT, 10))).isEqualTo(Receipt.TAKEN);
        assertThat(small.find("shadow")).isEmpty();
        assertThat(small.accept(enforced("watched", Tier.WATCH, 0))).isEqualTo(Receipt.NO_ROOM);
        assertThat(small.accept(shadow("spared", Tier.RESTRICT, 1))).isEqualTo(Receipt.NO_ROOM);
        assertThat(small.find("enforced")).isPresent();

        assertThat(small.accept(enforced("fourth", Tier.THROTTLE, 10))).isEqualTo(Receipt.TAKEN);
        assertThat(small.find("enforced")).isEmpty();
        assertThat(small.tally().forgotten()).isEqualTo(3);
        assertThat(small.tally().noRoom()).isEqualTo(2);
        assertThat(small.tally().subjects()).isEqualTo(3);
    }

    @Test
    void whoseValidityHasEndedGoesBeforeAnybodyElse() {
        StandingBook small = new StandingBook(given.wall, given.nanos, 2);
        small.accept(enforced("ended", Tier.RESTRICT, 10));
        given.pass(Duration.ofDays(1));
        small.accept(enforced("clear", Tier.CLEAR, 0));

        small.accept(enforced("next", Tier.WATCH, 0));

        assertThat(small.find("clear")).isPresent();
        assertThat(small.find("next")).isPresent();
    }

    @Test
    void noSequenceOfStandingsHoldsMoreThanTheBoundOrLosesAnEnforcedOneForAnother() {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            StandingBook small = new StandingBook(given.wall, given.nanos, 20);
            for (int i = 0; i < 15; i++) {
                small.accept(enforced("kept-" + i, Tier.RESTRICT, 10));
            }
            for (int i = 0; i < 300; i++) {
                Tier tier = Tier.values()[random.nextInt(5)];
                String subject = "s" + random.nextInt(100);
                Say say = Say.of(subject, tier, 5).version(random.nextInt(10));
                small.accept(say.shadow().standing());
                assertThat(small.tally().subjects()).isLessThanOrEqualTo(20);
            }
            for (int i = 0; i < 15; i++) {
                assertThat(small.find("kept-" + i)).isPresent();
            }
        }
    }
}
