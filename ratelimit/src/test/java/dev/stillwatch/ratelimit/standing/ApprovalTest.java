// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static dev.stillwatch.ratelimit.standing.Given.enforced;
import static dev.stillwatch.ratelimit.standing.Given.shadow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.act.Act.Kind;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.standing.Given.Say;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Only a person's approval of a version of this suspension blocks. */
final class ApprovalTest {
    private static final LimitPlan ZERO = new LimitPlan(0, 0, 0, 0, true, true);

    private final Given given = new Given();
    private final StandingBook book = given.book();

    private Applied found(String subject) {
        return book.find(subject).orElseThrow();
    }

    @Test
    void aRecommendedSuspensionRestricts() {
        book.accept(enforced("acct", Tier.SUSPEND, 7));

        assertThat(found("acct").tier()).isEqualTo(Tier.RESTRICT);
        assertThat(found("acct").wouldBe()).isEqualTo(Tier.RESTRICT);
        assertThat(found("acct").plan()).isEqualTo(Given.plan(Tier.RESTRICT, 7));
    }

    @Test
    void anApprovalOfThisVersionBlocksAtOnce() {
        book.accept(Say.of("acct", Tier.SUSPEND, 7).version(4).standing());
        book.acceptAct(given.act("acct", Kind.APPROVE, Tier.SUSPEND, 4));

        assertThat(found("acct").blocked()).isTrue();
        assertThat(found("acct").tier()).isEqualTo(Tier.SUSPEND);
        assertThat(found("acct").plan()).isEqualTo(ZERO);
    }

    @Test
    void anApprovalBlocksInWhicheverOrderItComesAndWhenTheStandingIsSaidAgain() {
        book.acceptAct(given.act("acct", Kind.APPROVE, Tier.SUSPEND, 4));
        book.accept(Say.of("acct", Tier.SUSPEND, 7).version(4).standing());
        assertThat(found("acct").blocked()).isTrue();

        book.accept(Say.of("acct", Tier.SUSPEND, 0).plan(ZERO).version(5).standing());
        assertThat(found("acct").blocked()).isTrue();
    }

    @Test
    void approvalsOfOtherVersionsOfOtherSubjectsOrOfLesserTiersBlockNobody() {
        book.accept(Say.of("acct", Tier.RESTRICT, 7).version(3).standing());
        book.accept(Say.of("acct", Tier.SUSPEND, 7).version(4).standing());

        book.acceptAct(given.act("acct", Kind.APPROVE, Tier.SUSPEND, 3));
        book.acceptAct(given.act("acct", Kind.APPROVE, Tier.SUSPEND, 5));
        book.acceptAct(given.act("acct", Kind.APPROVE, Tier.RESTRICT, 4));
        book.acceptAct(given.act("other", Kind.APPROVE, Tier.SUSPEND, 4));

        assertThat(found("acct").blocked()).isFalse();
        assertThat(found("acct").tier()).isEqualTo(Tier.RESTRICT);
    }

    @Test
    void anApprovalOfAnEarlierSuspensionDoesNotHoldForTheNext() {
        book.acceptAct(given.act("acct", Kind.APPROVE, Tier.SUSPEND, 4));
        given.pass(Duration.ofHours(2));
        book.accept(Say.of("acct", Tier.SUSPEND, 7)
                .version(9)
                .since(given.wallMillis.get())
                .standing());

        assertThat(found("acct").blocked()).isFalse();
    }

    @Test
    void aSuspensionThatAJudgeCountsAnewAfterItLostItsMemoryCanBeApproved() {
        book.accept(Say.of("acct", Tier.RESTRICT, 7).version(8).standing());
        book.accept(Say.of("acct", Tier.SUSPEND, 7).version(9).standing());
        given.pass(Duration.ofDays(2));
        book.accept(Say.of("acct", Tier.SUSPEND, 7)
                .version(1)
                .asOf(given.wallMillis.get())
                .standing());

        book.acceptAct(given.act("acct", Kind.APPROVE, Tier.SUSPEND, 1));

        assertThat(found("acct").blocked()).isTrue();
    }

    @Test
    void anAccountInARingIsBlockedByTheVersionThatItsAlertNamesOnceTheJudgeHasTakenItsPlan() {
        book.accept(Say.of("acct", Tier.RESTRICT, 7).inRing("ring-1").version(8).standing());
        book.accept(Say.of("acct", Tier.SUSPEND, 7).inRing("ring-1").version(9).standing());

        // What its ring said was published under versions of its own, which the account's judge does not count.
        book.acceptAct(given.act("acct", Kind.APPROVE, Tier.SUSPEND, 4));
        assertThat(found("acct").blocked()).isFalse();
        book.accept(Say.of("acct", Tier.SUSPEND, 0)
                .plan(ZERO)
                .inRing("ring-1")
                .version(10)
                .standing());

        assertThat(found("acct").blocked()).isTrue();
    }

    @Test
    void aPlanThatTakesEverythingDoesNotBlockWithoutAnApproval() {
        book.accept(Say.of("first", Tier.SUSPEND, 0).plan(ZERO).standing());
        book.accept(Say.of("acct", Tier.RESTRICT, 7).version(1).standing());
        book.accept(Say.of("acct", Tier.SUSPEND, 0).plan(ZERO).version(2).standing());
        book.accept(enforced("idle", Tier.THROTTLE, 0));

        assertThat(found("first").plan()).isEqualTo(new LimitPlan(-1, -1, -1, -1, true, true));
        assertThat(found("acct").plan()).isEqualTo(Given.plan(Tier.RESTRICT, 7));
        assertThat(found("idle").plan().exchangesPerHour()).isEqualTo(1);
    }

    @Test
    void membersOfASuspendedRingAreBlockedByTheApprovalOfTheRing() {
        book.accept(
                Say.of("ring-1", Tier.SUSPEND, 40).inRing("ring-1").version(6).standing());
        book.accept(
                Say.of("member", Tier.SUSPEND, 0).plan(ZERO).inRing("ring-1").standing());
        book.accept(Say.of("attached", Tier.SUSPEND, 7).inRing("ring-1").standing());
        assertThat(found("member").blocked()).isFalse();

        book.acceptAct(given.act("ring-1", Kind.APPROVE, Tier.SUSPEND, 6));

        assertThat(found("member").blocked()).isTrue();
        assertThat(found("attached").blocked()).isFalse();
        assertThat(book.budgetOf(found("attached")).orElseThrow().blocked()).isTrue();
    }

    @Test
    void membersAreNotBlockedByTheApprovalOfARingThatIsNoLongerSuspendedOrHeld() {
        book.acceptAct(given.act("ring-1", Kind.APPROVE, Tier.SUSPEND, 6));
        book.accept(
                Say.of("member", Tier.SUSPEND, 0).plan(ZERO).inRing("ring-1").standing());
        assertThat(found("member").blocked()).isFalse();

        book.accept(
                Say.of("ring-1", Tier.RESTRICT, 40).inRing("ring-1").version(7).standing());
        assertThat(found("member").blocked()).isFalse();
    }

    @Test
    void anApprovedSuspensionOfAPolicyThatIsPromotedToRestrictRestricts() {
        book.accept(shadow("acct", Tier.SUSPEND, 7));
        book.acceptAct(given.act("acct", Kind.APPROVE, Tier.SUSPEND, 1));
        book.acceptAct(given.act("default", Kind.PROMOTE, Tier.RESTRICT, 0));

        assertThat(found("acct").tier()).isEqualTo(Tier.RESTRICT);
        assertThat(found("acct").wouldBe()).isEqualTo(Tier.SUSPEND);
        assertThat(found("acct").plan().exchangesPerHour()).isEqualTo(7);
        assertThat(found("acct").wouldPlan().exchangesPerHour()).isZero();
    }
}
