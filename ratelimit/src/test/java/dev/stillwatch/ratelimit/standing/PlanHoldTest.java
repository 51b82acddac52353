// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.standing.Given.Say;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Calls that another door decides on: what it takes is what is taken everywhere. */
final class PlanHoldTest extends Asking {
    private static Say member(String account) {
        return Say.of(account, Tier.RESTRICT, 100).inRing("ring-1");
    }

    private static Say ring(long perHour) {
        return Say.of("ring-1", Tier.RESTRICT, perHour).inRing("ring-1");
    }

    private boolean held(String account) throws UndecidedException {
        return limiter.hold(call(account)).refusal().isEmpty();
    }

    @Test
    void onePlanCountsCallsAtAllDoors() throws UndecidedException {
        book.accept(Given.enforced("acct", Tier.THROTTLE, 6));
        assertThat(held("acct")).isTrue();
        assertThat(passing("acct", 1)).isEqualTo(1);
        assertThat(held("acct")).isTrue();
        PlanHold refused = limiter.hold(call("acct"));
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
        PlanHold refused = limiter.hold(call("b"));
        assertThat(refused.treatment().wouldRefuse()).contains("budget");
        assertThat(refused.refusal())
                .hasValueSatisfying(budget -> assertThat(budget.untilOne()).isPositive());
    }

    @Test
    void theFileIsNotAsked() throws UndecidedException {
        book.accept(Given.enforced("acct", Tier.THROTTLE, 6));
        held("acct");
        held("nobody");
        assertThat(asked).hasValue(0);
    }

    @Test
    void whatIsPutBackMayBeTakenAgain() throws UndecidedException {
        book.accept(ring(2).standing());
        book.accept(member("a").standing());
        PlanHold first = limiter.hold(call("a"));
        assertThat(held("a")).isFalse();
        first.putBack().run();
        assertThat(held("a")).isTrue();
    }

    @Test
    void aRefusalHasNothingToPutBack() throws UndecidedException {
        book.accept(Given.enforced("acct", Tier.THROTTLE, 2));
        assertThat(held("acct")).isTrue();
        limiter.hold(call("acct")).putBack().run();
        assertThat(held("acct")).isFalse();
    }

    @Test
    void aLookTakesNothing() throws UndecidedException {
        book.accept(Given.enforced("acct", Tier.THROTTLE, 2));
        assertThat(limiter.hold(call("acct").looking()).plan())
                .hasValueSatisfying(plan -> assertThat(plan.remaining()).isEqualTo(1));
        assertThat(held("acct")).isTrue();
        assertThat(limiter.hold(call("acct").looking()).refusal()).isPresent();
    }

    @Test
    void theOutputOfAnHourIsTheSubjectsAndItsRings() throws UndecidedException {
        book.accept(ring(6).plan(new LimitPlan(6, 300, -1, -1, false, false)).standing());
        book.accept(member("a").plan(new LimitPlan(6, 40, -1, -1, false, false)).standing());
        assertThat(limiter.hold(call("a")).shares())
                .containsExactly(new PlanHold.Share("a", 40), new PlanHold.Share("ring-1", 300));
        book.accept(member("b").plan(new LimitPlan(6, -1, -1, -1, false, false)).standing());
        assertThat(limiter.hold(call("b")).shares()).containsExactly(new PlanHold.Share("ring-1", 300));
    }

    @Test
    void aRingInShadowModeGivesItsMembersNoShare() throws UndecidedException {
        book.accept(ring(6).plan(new LimitPlan(6, 300, -1, -1, false, false))
                .shadow()
                .standing());
        book.accept(member("a").plan(new LimitPlan(6, 40, -1, -1, false, false)).standing());
        assertThat(limiter.hold(call("a")).shares()).containsExactly(new PlanHold.Share("a", 40));
    }

    @Test
    void inShadowModeNothingIsRefusedAndWhatWouldBeIsTold() throws UndecidedException {
        book.accept(Given.shadow("acct", Tier.THROTTLE, 2));
        assertThat(limiter.hold(call("acct")).treatment().wouldRefuse()).isEmpty();
        PlanHold spared = limiter.hold(call("acct"));
        assertThat(spared.refusal()).isEmpty();
        assertThat(spared.plan()).isEmpty();
        assertThat(spared.shares()).isEmpty();
        assertThat(spared.treatment().wouldRefuse()).contains("plan");
    }

    @Test
    void whoHasNoStandingIsLeftAlone() throws UndecidedException {
        PlanHold hold = limiter.hold(call("acct"));
        assertThat(hold.treatment().subject()).isEqualTo("acct");
        assertThat(hold.refusal()).isEmpty();
        assertThat(hold.shares()).isEmpty();
        hold.putBack().run();
        settings = said(Set.of(), "key");
        assertThat(limiter.hold(call("acct"))).isSameAs(PlanHold.NOTHING);
        assertThat(Plans.NONE.hold(call("acct")))
                .extracting(PlanHold::treatment, PlanHold::shares)
                .containsExactly(Treatment.NONE, List.of());
    }
}
