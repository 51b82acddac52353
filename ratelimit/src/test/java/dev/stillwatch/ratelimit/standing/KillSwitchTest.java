// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static dev.stillwatch.ratelimit.standing.Given.NOW;
import static dev.stillwatch.ratelimit.standing.Given.enforced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.act.Act.Kind;
import dev.stillwatch.policies.standing.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What returns everything to shadow mode, and what takes that back. */
final class KillSwitchTest {
    private final Given given = new Given();
    private final StandingBook book = given.book();

    private Applied found(String subject) {
        return book.find(subject).orElseThrow();
    }

    @Test
    void itReturnsEverythingToShadowModeAndIsCountedOnce() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        book.stop();
        book.stop();

        assertThat(book.stopped()).isTrue();
        assertThat(found("acct").tier()).isEqualTo(Tier.WATCH);
        assertThat(found("acct").wouldBe()).isEqualTo(Tier.RESTRICT);
        assertThat(book.tally().modeChanges()).isEqualTo(1);
    }

    @Test
    void noActReleasesWhatThisNodeStopped() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        book.stop();
        given.pass(Duration.ofMinutes(1));
        book.acceptAct(given.act(StandingBook.WHOLE_LIMITER, Kind.PROMOTE, Tier.SUSPEND, 0));

        assertThat(book.stopped()).isTrue();
        assertThat(found("acct").enforced()).isFalse();
        assertThat(book.tally().modeChanges()).isEqualTo(1);
    }

    @Test
    void anActOnTheWholeLimiterStopsItUntilItIsPromotedAgain() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        book.accept(enforced(StandingBook.WHOLE_LIMITER, Tier.RESTRICT, 7));
        book.acceptAct(given.act(StandingBook.WHOLE_LIMITER, Kind.UNDO, Tier.CLEAR, 0));
        assertThat(found("acct").enforced()).isFalse();
        assertThat(book.stopped()).isTrue();

        given.pass(Duration.ofMinutes(1));
        book.acceptAct(given.act(StandingBook.WHOLE_LIMITER, Kind.PROMOTE, Tier.THROTTLE, 0));
        assertThat(found("acct").enforced()).isTrue();
        assertThat(book.tally().modeChanges()).isEqualTo(2);
    }

    @Test
    void aStopThatHasAnEndIsOverThenAndBothAreCounted() {
        book.acceptAct(given.act(StandingBook.WHOLE_LIMITER, Kind.SUPPRESS, Tier.CLEAR, 0, NOW + 60_000));
        assertThat(book.stopped()).isTrue();
        book.look();
        assertThat(book.tally().modeChanges()).isEqualTo(1);

        given.pass(Duration.ofMinutes(1));
        assertThat(book.stopped()).isFalse();
        book.look();
        assertThat(book.tally().modeChanges()).isEqualTo(2);
    }

    @Test
    void aPromotionThatHasEndedReleasesTheLimiterInNoOrder() {
        List<Act> acts = new ArrayList<>(List.of(
                Given.act(StandingBook.WHOLE_LIMITER, Kind.UNDO, Tier.CLEAR, 0, 0, NOW - 9),
                Given.act(StandingBook.WHOLE_LIMITER, Kind.PROMOTE, Tier.SUSPEND, 0, NOW + 1_000, NOW - 8),
                Given.act(StandingBook.WHOLE_LIMITER, Kind.SUPPRESS, Tier.CLEAR, 0, NOW + 500, NOW - 10)));
        Random random = new Random(6);
        for (int round = 0; round < 20; round++) {
            Given anew = new Given();
            StandingBook any = anew.book();
            Collections.shuffle(acts, random);
            acts.forEach(any::acceptAct);
            assertThat(any.stopped()).isFalse();
            anew.pass(Duration.ofSeconds(1));
            assertThat(any.stopped()).isTrue();
        }
    }
}
