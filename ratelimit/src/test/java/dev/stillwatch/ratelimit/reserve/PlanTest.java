// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import static dev.stillwatch.ratelimit.reserve.Calls.admitted;
import static dev.stillwatch.ratelimit.reserve.Calls.refused;
import static dev.stillwatch.ratelimit.reserve.Calls.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.ratelimit.TestClock;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A standing's plan beside the file's own limits. */
final class PlanTest {
    private final TestClock time = new TestClock();
    private final Reservations reservations = new Reservations(ReservationSettings.DEFAULTS, time);
    private final AtomicInteger putBack = new AtomicInteger();
    private int number;

    private Admission ask(String account, LimitPlan plan, long maxTokens, int choices) {
        return ask(account, new Grant(plan, shares(account, plan), () -> {}), maxTokens, choices);
    }

    private Admission ask(String account, Grant grant, long maxTokens, int choices) {
        return reservations.admit(request(account, "r" + number++, maxTokens, choices), List.of(), grant);
    }

    private static AdmitRequest request(String account, String id, long maxTokens, int choices) {
        OptionalLong cap = maxTokens < 0 ? OptionalLong.empty() : OptionalLong.of(maxTokens);
        return new AdmitRequest(account, "model", id, 1, cap, choices);
    }

    private static List<Budget> shares(String subject, LimitPlan plan) {
        return plan.outputTokensPerHour() < 0
                ? List.of()
                : List.of(new Budget(subject, Allowance.ofOutputPerHour(plan.outputTokensPerHour())));
    }

    private Grant counted() {
        return new Grant(LimitPlan.NONE, List.of(), putBack::incrementAndGet);
    }

    private static LimitPlan outputOfAnHour(long tokens) {
        return new LimitPlan(-1, tokens, -1, -1, false, false);
    }

    @Test
    void thePlanCapsTokensAndChoices() {
        LimitPlan plan = new LimitPlan(-1, -1, 50, 2, false, false);
        Admission.Admitted capped = admitted(ask("a", plan, 4_000, 8));
        assertThat(capped.maxTokens()).hasValue(50);
        assertThat(capped.choices()).isEqualTo(2);
        assertThat(capped.outputTokens()).isEqualTo(100);
        Admission.Admitted small = admitted(ask("a", plan, 20, 1));
        assertThat(small.maxTokens()).hasValue(20);
        assertThat(small.choices()).isEqualTo(1);
        assertThat(admitted(ask("a", new LimitPlan(-1, -1, 0, 0, false, false), 20, 3)))
                .returns(0L, Admission.Admitted::outputTokens)
                .returns(OptionalLong.of(0), Admission.Admitted::maxTokens)
                .returns(1, Admission.Admitted::choices);
    }

    @Test
    void anHoursOutputCapsWhatIsAdmitted() {
        LimitPlan plan = outputOfAnHour(2_000);
        Admission.Admitted first = admitted(ask("a", plan, 600, 1));
        Admission.Refused refusal = refused(ask("a", plan, 600, 1));
        assertThat(refusal.dimension()).contains(Dimension.OUTPUT_TOKENS_PER_HOUR);
        reservations.settle(first.reservation(), used(1, 400));
        admitted(ask("a", plan, 600, 1));
    }

    @Test
    void anExchangeIsKeptByANewReservationOnly() {
        List<Budget> one = Calls.budget(Dimension.RPM, 2);
        admitted(reservations.admit(request("a", "r", 1, 1), one, counted()));
        assertThat(putBack).hasValue(0);
        admitted(reservations.admit(request("a", "r", 1, 1), one, counted()));
        assertThat(putBack).as("of the same call again").hasValue(1);
        refused(reservations.admit(request("a", "r", 2, 1), one, counted()));
        assertThat(putBack).as("of another call under its id").hasValue(2);
        admitted(reservations.admit(request("a", "", 1, 1), one, counted()));
        assertThat(putBack).hasValue(2);
        refused(reservations.admit(request("a", "", 1, 1), one, counted()));
        assertThat(putBack).as("of a call above a limit").hasValue(3);
        assertThatThrownBy(
                        () -> reservations.admit(request("a", "q", 1, 1), List.of(one.get(0), one.get(0)), counted()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(putBack).as("of a call that could not be counted").hasValue(4);
    }

    @Test
    void theSameCallAgainIsAnsweredWithoutAsking() {
        AdmitRequest call = request("a", "r", 1, 1);
        assertThat(reservations.again(call)).isEmpty();
        assertThat(reservations.again(request("a", "", 1, 1))).isEmpty();
        Admission first = reservations.admit(call, List.of(), Grant.NONE);
        assertThat(reservations.again(call)).contains(first);
        assertThat(reservations.again(request("a", "r", 2, 1)))
                .hasValueSatisfying(
                        other -> assertThat(refused(other).reason()).isEqualTo(Admission.Reason.REQUEST_DIFFERS));
    }

    @Test
    void membersOfARingShareItsOutput() {
        LimitPlan own = outputOfAnHour(5_000);
        List<Budget> ring = shares("ring 1", outputOfAnHour(2_000));
        Grant a = new Grant(
                LimitPlan.NONE,
                Stream.of(shares("a", own), ring).flatMap(List::stream).toList(),
                () -> {});
        Grant b = new Grant(
                LimitPlan.NONE,
                Stream.of(shares("b", own), ring).flatMap(List::stream).toList(),
                () -> {});
        admitted(ask("a", a, 600, 1));
        assertThat(refused(ask("b", b, 600, 1)).dimension()).contains(Dimension.OUTPUT_TOKENS_PER_HOUR);
        admitted(ask("b", b, 400, 1));
        admitted(ask("c", own, 600, 1));
    }

    @Test
    void aCallIsCappedAtWhatItsRingMayHave() {
        Grant grant = new Grant(LimitPlan.NONE, shares("ring 1", outputOfAnHour(4_000)), () -> {});
        assertThat(admitted(ask("a", grant, -1, 1)).maxTokens()).hasValue(4_000);
    }

    @Test
    void anHoursOutputBeginsHalfFull() {
        LimitPlan plan = outputOfAnHour(1_000);
        refused(ask("a", plan, 501, 1));
        assertThat(admitted(ask("a", plan, 500, 1)).left()).containsKey(Dimension.OUTPUT_TOKENS_PER_HOUR);
        refused(ask("a", plan, 1, 1));
    }

    @Test
    void aTighterPlanLeavesTheSameShareAndAWiderOneTheSameNumber() {
        Admission.Admitted first = admitted(ask("a", outputOfAnHour(2_000), 400, 1));
        reservations.settle(first.reservation(), used(1, 400));
        Admission.Admitted tighter = admitted(ask("a", outputOfAnHour(200), 10, 1));
        assertThat(tighter.left().get(Dimension.OUTPUT_TOKENS_PER_HOUR))
                .extracting(left -> left == null ? -1 : left.left())
                .isEqualTo(50L);
        Admission.Admitted wider = admitted(ask("a", outputOfAnHour(2_000), 10, 1));
        assertThat(wider.left().get(Dimension.OUTPUT_TOKENS_PER_HOUR))
                .extracting(left -> left == null ? -1 : left.left())
                .isEqualTo(40L);
    }

    @Test
    void aLimitThatIsTakenOutAndPutBackGivesNoFullBucket() {
        admitted(ask("a", outputOfAnHour(2_000), 900, 1));
        admitted(ask("a", LimitPlan.NONE, 900, 1));
        refused(ask("a", outputOfAnHour(0), 900, 1));
        refused(ask("a", outputOfAnHour(2_000), 900, 1));
    }
}
