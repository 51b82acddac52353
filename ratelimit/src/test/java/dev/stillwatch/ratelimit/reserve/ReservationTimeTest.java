// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import static dev.stillwatch.ratelimit.reserve.Calls.admit;
import static dev.stillwatch.ratelimit.reserve.Calls.admitted;
import static dev.stillwatch.ratelimit.reserve.Calls.budget;
import static dev.stillwatch.ratelimit.reserve.Calls.call;
import static dev.stillwatch.ratelimit.reserve.Calls.left;
import static dev.stillwatch.ratelimit.reserve.Calls.refused;
import static dev.stillwatch.ratelimit.reserve.Calls.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comes back, lapses and expires with time. */
final class ReservationTimeTest {
    private static final long HOLD = ReservationSettings.DEFAULTS.holdFor().toSeconds();

    private final TestClock time = new TestClock();
    private final Reservations reservations = new Reservations(ReservationSettings.DEFAULTS, time);

    @Test
    void usageAboveTheEstimateIsADebtThatIsRepaidFirst() {
        List<Budget> budgets = budget(Dimension.OTPM, 60);
        Admission.Admitted one = admitted(admit(reservations, call("r1", 1, 60), budgets));
        reservations.settle(one.reservation(), used(1, 180));
        Admission.Refused refusal = refused(admit(reservations, call("r2", 1, 1), budgets));
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(121));
        assertThat(left(reservations, budgets, Dimension.OTPM)).isZero();
        time.move(Duration.ofMinutes(2));
        refused(admit(reservations, call("r2", 1, 1), budgets));
        time.move(Duration.ofSeconds(1));
        admitted(admit(reservations, call("r2", 1, 1), budgets));
    }

    @Test
    void aLostReservationFreesItsSlotAndIsChargedItsEstimate() {
        List<Budget> budgets = budget(Dimension.TPD, 1_000, Dimension.CONCURRENCY, 1);
        admitted(admit(reservations, call("r1", 100, 100), budgets));
        time.move(Duration.ofSeconds(HOLD - 1));
        assertThat(left(reservations, budgets, Dimension.CONCURRENCY)).isZero();
        time.move(Duration.ofSeconds(1));
        assertThat(left(reservations, budgets, Dimension.CONCURRENCY)).isEqualTo(1);
        assertThat(left(reservations, budgets, Dimension.TPD)).isEqualTo(800);
        admitted(admit(reservations, call("r2", 100, 100), budgets));
        assertThat(reservations.open()).isEqualTo(1);
        assertThat(refused(admit(reservations, call("r1", 100, 100), budgets)).reason())
                .isEqualTo(Admission.Reason.REQUEST_ENDED);
    }

    @Test
    void aLateSettlementCorrectsTheEstimateOnTheSameDay() {
        List<Budget> budgets = budget(Dimension.TPD, 1_000, Dimension.OTPM, 600);
        String less =
                admitted(admit(reservations, call("r1", 100, 100), budgets)).reservation();
        String more =
                admitted(admit(reservations, call("r2", 100, 100), budgets)).reservation();
        String none =
                admitted(admit(reservations, call("r3", 100, 100), budgets)).reservation();
        String silent =
                admitted(admit(reservations, call("r4", 100, 100), budgets)).reservation();
        time.move(Duration.ofSeconds(HOLD));
        assertThat(reservations.settle(less, used(100, 10))).isEqualTo(Settlement.SETTLED_LATE);
        assertThat(reservations.settle(more, used(100, 130))).isEqualTo(Settlement.SETTLED_LATE);
        assertThat(reservations.cancel(none)).isEqualTo(Settlement.CANCELLED_LATE);
        assertThat(reservations.settle(silent, Optional.empty())).isEqualTo(Settlement.ESTIMATE_KEPT);
        assertThat(left(reservations, budgets, Dimension.TPD)).isEqualTo(1_000 - 110 - 230 - 200);
        // The minute's limit had come back whole; what was used above the estimate is charged now.
        assertThat(left(reservations, budgets, Dimension.OTPM)).isEqualTo(570);
    }

    @Test
    void anEstimateOfYesterdayIsNotGivenBackToToday() {
        List<Budget> budgets = budget(Dimension.TPD, 1_000);
        time.move(Duration.ofHours(23));
        String one =
                admitted(admit(reservations, call("r1", 100, 900), budgets)).reservation();
        time.move(Duration.ofHours(2));
        String today =
                admitted(admit(reservations, call("r2", 100, 100), budgets)).reservation();
        reservations.settle(today, used(100, 100));
        assertThat(reservations.settle(one, used(100, 0))).isEqualTo(Settlement.SETTLED_LATE);
        assertThat(left(reservations, budgets, Dimension.TPD)).isEqualTo(800);
    }

    @Test
    void daysBeginAtMidnightUtcAndDebtGoesOverIt() {
        List<Budget> budgets = budget(Dimension.TPD, 1_000);
        String one =
                admitted(admit(reservations, call("r1", 500, 500), budgets)).reservation();
        reservations.settle(one, used(500, 800));
        Admission.Refused refusal = refused(admit(reservations, call("r2", 1, 1), budgets));
        assertThat(refusal.retryAfter()).contains(Duration.ofHours(24));
        time.move(Duration.ofHours(24).minusSeconds(1));
        refused(admit(reservations, call("r2", 1, 1), budgets));
        time.move(Duration.ofSeconds(1));
        assertThat(left(reservations, budgets, Dimension.TPD)).isEqualTo(700);
    }

    /** A stream of minutes must not stop the rest of the account: a minute's limit comes back in a minute. */
    @Test
    void aLongStreamTakesAMinutesLimitForAMinute() {
        List<Budget> budgets = budget(Dimension.OTPM, 600);
        String stream =
                admitted(admit(reservations, call("r1", 1, 600), budgets)).reservation();
        time.move(Duration.ofSeconds(59));
        refused(admit(reservations, call("r2", 1, 10), budgets));
        time.move(Duration.ofSeconds(31));
        assertThat(left(reservations, budgets, Dimension.OTPM)).isEqualTo(300);
        assertThat(reservations.settle(stream, used(1, 100))).isEqualTo(Settlement.SETTLED);
        assertThat(left(reservations, budgets, Dimension.OTPM)).isEqualTo(300);
    }

    @Test
    void aRefusalNamesTheLimitThatLastsLongest() {
        List<Budget> budgets = budget(Dimension.RPM, 1, Dimension.OTPM, 60, Dimension.TPD, 1_000);
        String one = admitted(admit(reservations, call("r1", 1, 60), budgets)).reservation();
        reservations.settle(one, used(1, 66));
        Admission.Refused refusal = refused(admit(reservations, call("r2", 1, 60), budgets));
        assertThat(refusal.dimension()).contains(Dimension.OTPM);
        assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(66));
        time.move(Duration.ofSeconds(66));
        admitted(admit(reservations, call("r2", 1, 60), budgets));
    }
}
