// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.standing.Given.Say;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Calls that another door decides on: what it takes is what is taken everywhere. */
final class PassTest extends Asking {
    private static Say member(String account) {
        return Say.of(account, Tier.RESTRICT, 100).inRing("ring-1");
    }

    private static Say ring(long perHour) {
        return Say.of("ring-1", Tier.RESTRICT, perHour).inRing("ring-1");
    }

    private boolean held(String account) throws UndecidedException {
        return limiter.pass(call(account)).refusal().isEmpty();
    }

    @Test
    void onePlanCountsCallsAtAllDoors() throws UndecidedException {
        book.accept(Given.enforced("acct", Tier.THROTTLE, 6));
        assertThat(held("acct")).isTrue();
        assertThat(passing("acct", 1)).isEqualTo(1);
        assertThat(held("acct")).isTrue();
        Pass refused = limiter.pass(call("acct"));
        assertThat(refused.refusal()).isPresent();
        assertThat(refused.treatment().wouldRefuse()).contains("plan");
        assertThat(passing("acct", 1)).isZero();
        assertThat(limiter.tally().refused()).isEqualTo(2);
    }

    @Test
    void membersOfARingDrawOnOneBudgetAtAllDoors() throws UndecidedException {
        book.accept(ring(6).standing());
        book.accept(member("a").standing());
        book.accept(member("b").standing());
        assertThat(held("a")).isTrue();
        assertThat(held("b")).isTrue();
        assertThat(passing("a", 1)).isEqualTo(1);
        Pass refused = limiter.pass(call("b"));
        assertThat(refused.treatment().wouldRefuse()).contains("budget");
        assertThat(refused.refusal())
                .hasValueSatisfying(budget -> assertThat(budget.untilOne()).isPositive());
    }

    @Test
    void theFileIsAskedAsAtAnyDoorAndWhatItRefusesPutsTheExchangeBack() throws UndecidedException {
        book.accept(Given.enforced("acct", Tier.THROTTLE, 2));
        file = request -> answer(request, DescriptorStatus.Code.OVER_LIMIT);
        Pass refused = limiter.pass(call("acct"));
        assertThat(refused.response().passes()).isFalse();
        assertThat(refused.refusal()).isEmpty();
        refused.putBack().run();
        file = request -> answer(request, DescriptorStatus.Code.OK);
        assertThat(held("acct")).isTrue();
        assertThat(held("acct")).isFalse();
        assertThat(asked).as("a plan that refuses asks no file").hasValue(2);
    }

    @Test
    void whoIsBlockedIsKnownWithoutAskingAnybodyAndRefusedAsAnywhere() throws UndecidedException {
        assertThat(limiter.isBlocked(call("nobody"))).isFalse();
        book.accept(Given.enforced("acct", Tier.THROTTLE, 6));
        assertThat(limiter.isBlocked(call("acct"))).isFalse();
        book.accept(Given.shadow("trial", Tier.SUSPEND, 0));
        assertThat(limiter.isBlocked(call("trial"))).isFalse();
        book.accept(Given.enforced("gone", Tier.SUSPEND, 0));
        book.acceptAct(given.act("gone", Act.Kind.APPROVE, Tier.SUSPEND, 1));
        assertThat(limiter.isBlocked(call("gone"))).isTrue();
        assertThat(limiter.pass(call("gone")).refusal()).contains(PlanTaken.NEVER);
        book.accept(Say.of("ring-1", Tier.SUSPEND, 0).inRing("ring-1").standing());
        book.acceptAct(given.act("ring-1", Act.Kind.APPROVE, Tier.SUSPEND, 1));
        book.accept(member("a").standing());
        assertThat(limiter.isBlocked(call("a"))).isTrue();
        assertThat(limiter.pass(call("a")).treatment().wouldRefuse()).contains("budget");
        assertThat(asked).hasValue(0);
    }

    @Test
    void whatIsPutBackMayBeTakenAgain() throws UndecidedException {
        book.accept(ring(2).standing());
        book.accept(member("a").standing());
        Pass first = limiter.pass(call("a"));
        assertThat(held("a")).isFalse();
        first.putBack().run();
        assertThat(held("a")).isTrue();
    }

    @Test
    void aRefusalHasNothingToPutBack() throws UndecidedException {
        book.accept(Given.enforced("acct", Tier.THROTTLE, 2));
        assertThat(held("acct")).isTrue();
        limiter.pass(call("acct")).putBack().run();
        assertThat(held("acct")).isFalse();
    }

    @Test
    void aLookTakesNothing() throws UndecidedException {
        book.accept(Given.enforced("acct", Tier.THROTTLE, 2));
        assertThat(limiter.pass(call("acct").looking()).plan())
                .hasValueSatisfying(plan -> assertThat(plan.remaining()).isEqualTo(1));
        assertThat(held("acct")).isTrue();
        assertThat(limiter.pass(call("acct").looking()).refusal()).isPresent();
    }

    @Test
    void theOutputOfAnHourIsTheSubjectsAndItsRings() throws UndecidedException {
        book.accept(ring(6).plan(new LimitPlan(6, 300, -1, -1, false, false)).standing());
        book.accept(member("a").plan(new LimitPlan(6, 40, -1, -1, false, false)).standing());
        assertThat(limiter.pass(call("a")).shares())
                .containsExactly(new Pass.Share("a", 40), new Pass.Share("ring-1", 300));
        book.accept(member("b").plan(new LimitPlan(6, -1, -1, -1, false, false)).standing());
        assertThat(limiter.pass(call("b")).shares()).containsExactly(new Pass.Share("ring-1", 300));
    }

    @Test
    void aRingInShadowModeGivesItsMembersNoShare() throws UndecidedException {
        book.accept(ring(6).plan(new LimitPlan(6, 300, -1, -1, false, false))
                .shadow()
                .standing());
        book.accept(member("a").plan(new LimitPlan(6, 40, -1, -1, false, false)).standing());
        assertThat(limiter.pass(call("a")).shares()).containsExactly(new Pass.Share("a", 40));
    }

    @Test
    void inShadowModeNothingIsRefusedAndWhatWouldBeIsTold() throws UndecidedException {
        book.accept(Given.shadow("acct", Tier.THROTTLE, 2));
        assertThat(limiter.pass(call("acct")).treatment().wouldRefuse()).isEmpty();
        Pass spared = limiter.pass(call("acct"));
        assertThat(spared.refusal()).isEmpty();
        assertThat(spared.plan()).isEmpty();
        assertThat(spared.shares()).isEmpty();
        assertThat(spared.treatment().wouldRefuse()).contains("plan");
    }

    @Test
    void whoHasNoStandingIsLeftAlone() throws UndecidedException {
        Pass hold = limiter.pass(call("acct"));
        assertThat(hold.treatment().subject()).isEqualTo("acct");
        assertThat(hold.refusal()).isEmpty();
        assertThat(hold.shares()).isEmpty();
        hold.putBack().run();
        settings = said(Set.of(), "key");
        assertThat(limiter.pass(call("acct")).treatment()).isEqualTo(Treatment.NONE);
    }
}
