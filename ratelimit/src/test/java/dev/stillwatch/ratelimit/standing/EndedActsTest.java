// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static dev.stillwatch.ratelimit.standing.Given.NOW;
import static dev.stillwatch.ratelimit.standing.Given.enforced;
import static dev.stillwatch.ratelimit.standing.Given.shadow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.act.Act.Kind;
import dev.stillwatch.policies.standing.Tier;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is told of acts that are over by themselves. */
final class EndedActsTest {
    private static final long MINUTE = 60_000;

    private final Given given = new Given();
    private final StandingBook book = given.book();

    private long modeChanges() {
        book.look();
        return book.tally().modeChanges();
    }

    private long tierChanges() {
        book.look();
        return book.tally().tierChanges();
    }

    @Test
    void aPromotionThatHasEndedIsAChangeOfModeOnce() {
        book.accept(shadow("acct", Tier.RESTRICT, 7));
        book.acceptAct(given.act(Given.POLICY, Kind.PROMOTE, Tier.RESTRICT, 0, NOW + MINUTE));
        assertThat(modeChanges()).isEqualTo(1);

        given.pass(Duration.ofMillis(MINUTE - 1));
        assertThat(modeChanges()).isEqualTo(1);
        given.pass(Duration.ofHours(1));
        assertThat(modeChanges()).isEqualTo(2);
        assertThat(modeChanges()).isEqualTo(2);
    }

    @Test
    void aPromotionThatAnotherHadTakenOverEndsWithoutAChange() {
        book.acceptAct(given.act(Given.POLICY, Kind.PROMOTE, Tier.RESTRICT, 0, NOW + MINUTE));
        given.pass(Duration.ofSeconds(1));
        book.acceptAct(given.act(Given.POLICY, Kind.PROMOTE, Tier.THROTTLE, 0));
        assertThat(modeChanges()).isEqualTo(2);
        given.pass(Duration.ofHours(1));
        assertThat(modeChanges()).isEqualTo(2);
    }

    @Test
    void theSameActReadAgainEndsOnce() {
        Act act = given.act(Given.POLICY, Kind.PROMOTE, Tier.RESTRICT, 0, NOW + MINUTE);
        book.acceptAct(act);
        given.pass(Duration.ofSeconds(1));
        book.acceptAct(act);
        given.pass(Duration.ofHours(1));
        assertThat(modeChanges()).isEqualTo(2);
        // Read again after its end, it does nothing.
        book.acceptAct(act);
        assertThat(modeChanges()).isEqualTo(2);
    }

    @Test
    void anEndThatWasNotLookedForYetIsToldBeforeTheNextAct() {
        book.acceptAct(given.act(Given.POLICY, Kind.PROMOTE, Tier.RESTRICT, 0, NOW + MINUTE));
        given.pass(Duration.ofHours(1));
        book.acceptAct(given.act(Given.POLICY, Kind.PROMOTE, Tier.RESTRICT, 0, 0));
        assertThat(modeChanges()).isEqualTo(3);
    }

    @Test
    void aSuppressionThatHasEndedIsAChangeOfWhatIsEnforced() {
        book.accept(enforced("acct", Tier.RESTRICT, 7));
        book.acceptAct(given.act("acct", Kind.SUPPRESS, Tier.CLEAR, 0, NOW + MINUTE));
        assertThat(tierChanges()).isEqualTo(2);

        given.pass(Duration.ofMillis(MINUTE - 1));
        assertThat(tierChanges()).isEqualTo(2);
        given.pass(Duration.ofHours(1));
        assertThat(tierChanges()).isEqualTo(3);
        assertThat(tierChanges()).isEqualTo(3);
        assertThat(modeChanges()).isZero();
    }

    @Test
    void anActThatChangedNothingEndsWithoutAWord() {
        book.acceptAct(given.act("nobody", Kind.SUPPRESS, Tier.CLEAR, 0, NOW + MINUTE));
        given.pass(Duration.ofHours(1));
        assertThat(tierChanges()).isZero();
        assertThat(modeChanges()).isZero();
    }

    @Test
    void ofActsThereIsRoomForAtMostSoMany() {
        StandingBook small = new StandingBook(given.wall, given.nanos, 1);
        small.acceptAct(given.act(Given.POLICY, Kind.PROMOTE, Tier.RESTRICT, 0, NOW + MINUTE));
        small.acceptAct(given.act("acct", Kind.SUPPRESS, Tier.CLEAR, 0, NOW + MINUTE));
        small.accept(enforced("acct", Tier.RESTRICT, 7));
        given.pass(Duration.ofHours(1));
        small.look();
        assertThat(small.tally().modeChanges()).isEqualTo(2);
        assertThat(small.tally().tierChanges()).isZero();
    }
}
