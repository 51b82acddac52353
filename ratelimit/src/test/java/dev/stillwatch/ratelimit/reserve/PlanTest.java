// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import static dev.stillwatch.ratelimit.reserve.Calls.admitted;
import static dev.stillwatch.ratelimit.reserve.Calls.refused;
import static dev.stillwatch.ratelimit.reserve.Calls.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.ratelimit.TestClock;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A standing's plan beside the file's own limits. */
final class PlanTest {
    private final TestClock time = new TestClock();
    private final Reservations reservations = new Reservations(ReservationSettings.DEFAULTS, time);
    private int number;

    private Admission ask(String account, String subject, LimitPlan plan, long maxTokens, int choices) {
        OptionalLong cap = maxTokens < 0 ? OptionalLong.empty() : OptionalLong.of(maxTokens);
        AdmitRequest request = new AdmitRequest(account, "model", "r" + number++, 1, cap, choices);
        return reservations.admit(request, List.of(), subject, plan);
    }

    private static LimitPlan outputOfAnHour(long tokens) {
        return new LimitPlan(-1, tokens, -1, -1, false, false);
    }

    @Test
    void thePlanCapsTokensAndChoices() {
        LimitPlan plan = new LimitPlan(-1, -1, 50, 2, false, false);
        Admission.Admitted capped = admitted(ask("a", "a", plan, 4_000, 8));
        assertThat(capped.maxTokens()).hasValue(50);
        assertThat(capped.choices()).isEqualTo(2);
        assertThat(capped.outputTokens()).isEqualTo(100);
        Admission.Admitted small = admitted(ask("a", "a", plan, 20, 1));
        assertThat(small.maxTokens()).hasValue(20);
        assertThat(small.choices()).isEqualTo(1);
        assertThat(admitted(ask("a", "a", new LimitPlan(-1, -1, 0, 0, false, false), 20, 3)))
                .returns(0L, Admission.Admitted::outputTokens)
                .returns(OptionalLong.of(0), Admission.Admitted::maxTokens)
                .returns(1, Admission.Admitted::choices);
    }

    @Test
    void anHoursOutputCapsWhatIsAdmitted() {
        LimitPlan plan = outputOfAnHour(1_000);
        Admission.Admitted first = admitted(ask("a", "a", plan, 600, 1));
        Admission.Refused refusal = refused(ask("a", "a", plan, 600, 1));
        assertThat(refusal.dimension()).contains(Dimension.OUTPUT_TOKENS_PER_HOUR);
        reservations.settle(first.reservation(), used(1, 400));
        admitted(ask("a", "a", plan, 600, 1));
    }

    @Test
    void anHoursRequestsCapWhatIsAdmitted() {
        LimitPlan plan = new LimitPlan(2, -1, -1, -1, false, false);
        admitted(ask("a", "a", plan, 1, 1));
        admitted(ask("a", "a", plan, 1, 1));
        assertThat(refused(ask("a", "a", plan, 1, 1)).dimension()).contains(Dimension.EXCHANGES_PER_HOUR);
    }

    @Test
    void membersOfARingShareItsBudget() {
        LimitPlan plan = outputOfAnHour(1_000);
        admitted(ask("a", "ring 1", plan, 600, 1));
        refused(ask("b", "ring 1", plan, 600, 1));
        admitted(ask("c", "ring 2", plan, 600, 1));
    }

    @Test
    void aTighterPlanLeavesTheSameShareAndAWiderOneTheSameNumber() {
        Admission.Admitted first = admitted(ask("a", "a", outputOfAnHour(1_000), 400, 1));
        reservations.settle(first.reservation(), used(1, 400));
        Admission.Admitted tighter = admitted(ask("a", "a", outputOfAnHour(100), 10, 1));
        assertThat(tighter.left().get(Dimension.OUTPUT_TOKENS_PER_HOUR))
                .extracting(left -> left == null ? -1 : left.left())
                .isEqualTo(50L);
        Admission.Admitted wider = admitted(ask("a", "a", outputOfAnHour(1_000), 10, 1));
        assertThat(wider.left().get(Dimension.OUTPUT_TOKENS_PER_HOUR))
                .extracting(left -> left == null ? -1 : left.left())
                .isEqualTo(40L);
    }

    @Test
    void aLimitThatIsTakenOutAndPutBackGivesNoFullBucket() {
        admitted(ask("a", "a", outputOfAnHour(1_000), 900, 1));
        admitted(ask("a", "a", new LimitPlan(100, -1, -1, -1, false, false), 900, 1));
        refused(ask("a", "a", outputOfAnHour(0), 900, 1));
        refused(ask("a", "a", outputOfAnHour(1_000), 900, 1));
    }
}
