// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import static dev.stillwatch.ratelimit.reserve.Calls.admit;
import static dev.stillwatch.ratelimit.reserve.Calls.admitted;
import static dev.stillwatch.ratelimit.reserve.Calls.allowance;
import static dev.stillwatch.ratelimit.reserve.Calls.budget;
import static dev.stillwatch.ratelimit.reserve.Calls.call;
import static dev.stillwatch.ratelimit.reserve.Calls.left;
import static dev.stillwatch.ratelimit.reserve.Calls.refused;
import static dev.stillwatch.ratelimit.reserve.Calls.uncapped;
import static dev.stillwatch.ratelimit.reserve.Calls.used;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.ratelimit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ReservationsTest {
    private static final long HOLD = ReservationSettings.DEFAULTS.holdFor().toSeconds();

    private final TestClock time = new TestClock();
    private final Reservations reservations = new Reservations(ReservationSettings.DEFAULTS, time);

    @Test
    void anAdmittedCallHoldsItsEstimateAndSaysWhatIsLeft() {
        List<Budget> budgets = budget(
                Dimension.RPM,
                60,
                Dimension.ITPM,
                1_000,
                Dimension.OTPM,
                600,
                Dimension.TPD,
                5_000,
                Dimension.CONCURRENCY,
                2);
        Admission.Admitted answer = admitted(admit(reservations, call("r1", 100, 250), budgets));
        assertThat(answer.inputTokens()).isEqualTo(100);
        assertThat(answer.outputTokens()).isEqualTo(250);
        assertThat(answer.maxTokens()).hasValue(250);
        assertThat(answer.expiresAt()).isEqualTo(time.instant().plusSeconds(HOLD));
        assertThat(answer.left())
                .containsEntry(Dimension.RPM, new Left(60, 59, Duration.ofSeconds(1)))
                .containsEntry(Dimension.ITPM, new Left(1_000, 900, Duration.ZERO))
                .containsEntry(Dimension.OTPM, new Left(600, 350, Duration.ZERO))
                .containsEntry(Dimension.TPD, new Left(5_000, 4_650, Duration.ZERO))
                .containsEntry(Dimension.CONCURRENCY, new Left(2, 1, Duration.ZERO));
        assertThat(reservations.open()).isEqualTo(1);
    }

    @Test
    void aListOfPromptsHoldsAnAnswerForEachChoiceOfEach() {
        List<Budget> budgets = budget(Dimension.OTPM, 600);
        Admission.Admitted answer = admitted(admit(reservations, list(OptionalLong.of(50), 2, 3), budgets));
        assertThat(answer.outputTokens()).isEqualTo(300);
        assertThat(answer.maxTokens()).hasValue(50);
        assertThat(answer.choices()).isEqualTo(2);
    }

    @Test
    void theCapOfAListOfPromptsIsItsShareOfTheRoom() {
        List<Budget> budgets = budget(Dimension.OTPM, 600);
        Admission.Admitted answer = admitted(admit(reservations, list(OptionalLong.of(500), 1, 300), budgets));
        assertThat(answer.outputTokens()).isEqualTo(600);
        assertThat(answer.maxTokens()).hasValue(2);
    }

    @Test
    void whatIsLearnedOfAListIsTheLengthOfOneAnswer() {
        List<Budget> budgets = budget(Dimension.OTPM, 1_000_000);
        for (int i = 0; i < 50; i++) {
            Admission.Admitted answer = admitted(admit(reservations, list(OptionalLong.of(500), 2, 5), budgets));
            reservations.settle(answer.reservation(), used(1, 400));
        }
        assertThat(admitted(admit(reservations, uncapped("", 1), budgets)).outputTokens())
                .isBetween(40L, 60L);
    }

    private static AdmitRequest list(OptionalLong maxTokens, int choices, int prompts) {
        return new AdmitRequest("acme", "model", "", 1, maxTokens, choices, prompts);
    }

    @Test
    void settlingFreesWhatWasNotUsed() {
        List<Budget> budgets = budget(Dimension.ITPM, 1_000, Dimension.OTPM, 600, Dimension.CONCURRENCY, 1);
        Admission.Admitted one = admitted(admit(reservations, call("r1", 100, 250), budgets));
        assertThat(reservations.settle(one.reservation(), used(90, 30))).isEqualTo(Settlement.SETTLED);
        assertThat(left(reservations, budgets, Dimension.ITPM)).isEqualTo(910);
        assertThat(left(reservations, budgets, Dimension.OTPM)).isEqualTo(570);
        assertThat(left(reservations, budgets, Dimension.CONCURRENCY)).isEqualTo(1);
        assertThat(reservations.open()).isZero();
    }

    @Test
    void askingAgainIsTheSameReservation() {
        List<Budget> budgets = budget(Dimension.RPM, 10, Dimension.CONCURRENCY, 1);
        Admission first = admit(reservations, call("r1", 1, 1), budgets);
        assertThat(admit(reservations, call("r1", 1, 1), budgets)).isEqualTo(first);
        assertThat(left(reservations, budgets, Dimension.RPM)).isEqualTo(9);
        assertThat(reservations.reservationOf("acme", "r1"))
                .contains(admitted(first).reservation());
        assertThat(reservations.reservationOf("other", "r1")).isEmpty();
    }

    @Test
    void oneRequestIdIsNoLicenceForManyCalls() {
        List<Budget> budgets = budget(Dimension.RPM, 10);
        Admission.Admitted first = admitted(admit(reservations, call("r1", 1, 1), budgets));
        assertThat(refused(admit(reservations, call("r1", 1, 2), budgets)).reason())
                .isEqualTo(Admission.Reason.REQUEST_DIFFERS);
        for (int i = 0; i < 5; i++) {
            admitted(admit(reservations, call("r1", 1, 1), budgets));
        }
        assertThat(refused(admit(reservations, call("r1", 1, 1), budgets)).reason())
                .isEqualTo(Admission.Reason.REPEATED_TOO_OFTEN);
        reservations.settle(first.reservation(), used(1, 1));
        assertThat(refused(admit(reservations, call("r1", 1, 1), budgets)).reason())
                .isEqualTo(Admission.Reason.REQUEST_ENDED);
    }

    @Test
    void callsWithoutARequestIdAreNeverTheSame() {
        List<Budget> budgets = budget(Dimension.RPM, 10);
        Admission.Admitted first = admitted(admit(reservations, uncapped("", 1), budgets));
        Admission.Admitted second = admitted(admit(reservations, uncapped("", 1), budgets));
        assertThat(second.reservation()).isNotEqualTo(first.reservation());
        assertThat(reservations.reservationOf("acme", "")).isEmpty();
    }

    @Test
    void aRefusedRequestIdMayAskAgain() {
        List<Budget> budgets = budget(Dimension.CONCURRENCY, 1);
        Admission.Admitted first = admitted(admit(reservations, call("r1", 1, 1), budgets));
        assertThat(refused(admit(reservations, call("r2", 1, 1), budgets)).retryAfter())
                .contains(Duration.ofSeconds(1));
        reservations.settle(first.reservation(), used(1, 1));
        admitted(admit(reservations, call("r2", 1, 1), budgets));
    }

    @Test
    void settlingOrCancellingTwiceChangesNothing() {
        List<Budget> budgets = budget(Dimension.TPD, 1_000);
        String one =
                admitted(admit(reservations, call("r1", 100, 100), budgets)).reservation();
        assertThat(reservations.settle(one, used(100, 50))).isEqualTo(Settlement.SETTLED);
        assertThat(reservations.settle(one, used(100, 5))).isEqualTo(Settlement.ALREADY_SETTLED);
        assertThat(reservations.cancel(one)).isEqualTo(Settlement.ALREADY_SETTLED);
        String other =
                admitted(admit(reservations, call("r2", 100, 100), budgets)).reservation();
        assertThat(reservations.cancel(other)).isEqualTo(Settlement.CANCELLED);
        assertThat(reservations.cancel(other)).isEqualTo(Settlement.ALREADY_CANCELLED);
        assertThat(reservations.settle(other, Optional.empty())).isEqualTo(Settlement.ALREADY_CANCELLED);
        assertThat(left(reservations, budgets, Dimension.TPD)).isEqualTo(850);
    }

    @Test
    void aReservationThatNobodyKnowsIsUnknown() {
        assertThat(reservations.settle("nothing", used(1, 1))).isEqualTo(Settlement.UNKNOWN);
        assertThat(reservations.cancel("nothing")).isEqualTo(Settlement.UNKNOWN);
        assertThat(Settlement.UNKNOWN.changed()).isFalse();
        assertThat(Settlement.CANCELLED_LATE.changed()).isTrue();
    }

    @Test
    void aCancelledCallCountsAsARequestOnly() {
        List<Budget> budgets = budget(Dimension.RPM, 10, Dimension.ITPM, 500, Dimension.CONCURRENCY, 1);
        String one =
                admitted(admit(reservations, call("r1", 100, 100), budgets)).reservation();
        reservations.cancel(one);
        assertThat(left(reservations, budgets, Dimension.RPM)).isEqualTo(9);
        assertThat(left(reservations, budgets, Dimension.ITPM)).isEqualTo(500);
        assertThat(left(reservations, budgets, Dimension.CONCURRENCY)).isEqualTo(1);
    }

    /** A client that hangs up lets the gateway cancel; the usage log tells later what was read all the same. */
    @Test
    void usageThatIsReportedAfterACancellationIsCharged() {
        List<Budget> budgets = budget(Dimension.TPD, 1_000);
        String one =
                admitted(admit(reservations, call("r1", 100, 100), budgets)).reservation();
        reservations.cancel(one);
        assertThat(reservations.settle(one, used(100, 70))).isEqualTo(Settlement.SETTLED_LATE);
        assertThat(left(reservations, budgets, Dimension.TPD)).isEqualTo(830);
    }

    @Test
    void whatCostsMoreThanTheWholeLimitIsRefusedForEver() {
        Admission.Refused above = refused(admit(reservations, call("r1", 101, 1), budget(Dimension.ITPM, 100)));
        assertThat(above.reason()).isEqualTo(Admission.Reason.ABOVE_CAPACITY);
        assertThat(above.dimension()).contains(Dimension.ITPM);
        assertThat(above.retryAfter()).isEmpty();
        Admission.Refused full = refused(admit(reservations, call("r1", 100, 5), budget(Dimension.TPD, 100)));
        assertThat(full.reason()).isEqualTo(Admission.Reason.ABOVE_CAPACITY);
        Admission.Refused zero =
                refused(admit(reservations, call("r1", 1, 1), budget(Dimension.ITPM, 100, Dimension.RPM, 0)));
        assertThat(zero.reason()).isEqualTo(Admission.Reason.BLOCKED);
        assertThat(zero.dimension()).contains(Dimension.RPM);
        assertThat(zero.left()).containsEntry(Dimension.RPM, new Left(0, 0, Duration.ZERO));
        assertThat(zero.reason().sentence()).isEqualTo("the limit is zero");
    }

    @Test
    void aCallIsHeldInAllItsBudgetsOrInNone() {
        Budget team = new Budget("team", allowance(Dimension.OTPM, 1_000));
        Budget key = new Budget("key", allowance(Dimension.OTPM, 100, Dimension.RPM, 5));
        admitted(admit(reservations, call("r1", 1, 80), List.of(team, key)));
        refused(admit(reservations, call("r2", 1, 80), List.of(team, key)));
        assertThat(left(reservations, List.of(team), Dimension.OTPM)).isEqualTo(920);
        assertThat(left(reservations, List.of(key), Dimension.RPM)).isEqualTo(4);
        assertThat(left(reservations, List.of(team, key), Dimension.OTPM)).isEqualTo(20);
        assertThatThrownBy(() -> admit(reservations, call("r3", 1, 1), List.of(team, team)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(left(reservations, List.of(team), Dimension.OTPM)).isEqualTo(920);
    }

    @Test
    void withoutALimitACallIsAdmittedAndCanBeSettled() {
        Admission.Admitted one = admitted(admit(reservations, uncapped("r1", 1_000_000), List.of()));
        assertThat(one.maxTokens()).isEmpty();
        assertThat(one.left()).isEmpty();
        assertThat(reservations.settle(one.reservation(), used(1, 1))).isEqualTo(Settlement.SETTLED);
    }

    @Test
    void whatAnswersUsuallyTakeIsHeldOnceEnoughWereSeen() {
        List<Budget> budgets = budget(Dimension.OTPM, 1_000_000);
        for (int i = 0; i < 20; i++) {
            Admission.Admitted one = admitted(admit(reservations, uncapped("r" + i, 1), budgets));
            assertThat(one.outputTokens()).isEqualTo(1_024);
            reservations.settle(one.reservation(), used(1, 100));
        }
        assertThat(admitted(admit(reservations, uncapped("later", 1), budgets)).outputTokens())
                .isEqualTo(111);
        AdmitRequest three = new AdmitRequest("acme", "model", "three", 1, OptionalLong.of(40), 3);
        assertThat(admitted(admit(reservations, three, budgets)).outputTokens()).isEqualTo(120);
        AdmitRequest otherModel = new AdmitRequest("acme", "other", "other", 1, OptionalLong.empty(), 1);
        assertThat(admitted(admit(reservations, otherModel, budgets)).outputTokens())
                .isEqualTo(1_024);
    }

    @Test
    void oneAccountDoesNotTakeEverybodysPlaces() {
        Reservations many =
                new Reservations(new ReservationSettings(Duration.ofMinutes(1), 10, 1_100, 1, 10, 10), time);
        String first = admitted(admit(many, call("first", 1, 1), List.of())).reservation();
        for (int i = 1; i < 1_000; i++) {
            admitted(admit(many, call("r" + i, 1, 1), List.of()));
        }
        assertThat(refused(admit(many, call("one more", 1, 1), List.of())).reason())
                .isEqualTo(Admission.Reason.TOO_MANY_OF_ACCOUNT);
        AdmitRequest other = new AdmitRequest("other", "model", "o", 1, OptionalLong.of(1), 1);
        admitted(admit(many, other, List.of()));
        many.settle(first, used(1, 1));
        admitted(admit(many, call("now", 1, 1), List.of()));
        refused(admit(many, call("again", 1, 1), List.of()));
        time.move(Duration.ofMinutes(2));
        admitted(admit(many, call("later", 1, 1), List.of()));
    }

    @Test
    void openReservationsAreBounded() {
        Reservations few = new Reservations(new ReservationSettings(Duration.ofMinutes(1), 10, 2, 1, 10, 10), time);
        String first = admitted(admit(few, call("r1", 1, 1), List.of())).reservation();
        String second = admitted(admit(few, call("r2", 1, 1), List.of())).reservation();
        Admission.Refused refusal = refused(admit(few, call("r3", 1, 1), List.of()));
        assertThat(refusal.reason()).isEqualTo(Admission.Reason.TOO_MANY_RESERVATIONS);
        assertThat(refusal.retryAfter()).isPresent();
        few.settle(first, used(1, 1));
        few.settle(second, used(1, 1));
        // Of ended ones one is remembered.
        assertThat(few.settle(first, used(1, 1))).isEqualTo(Settlement.UNKNOWN);
        assertThat(few.settle(second, used(1, 1))).isEqualTo(Settlement.ALREADY_SETTLED);
        assertThat(few.reservationOf("acme", "r1")).isEmpty();
        admitted(admit(few, call("r3", 1, 1), List.of()));
        admitted(admit(few, call("r4", 1, 1), List.of()));
        refused(admit(few, call("r5", 1, 1), List.of()));
        time.move(Duration.ofSeconds(60));
        admitted(admit(few, call("r5", 1, 1), List.of()));
    }

    @Test
    void aRefusalGivesItsPlaceBack() {
        Reservations few = new Reservations(new ReservationSettings(Duration.ofMinutes(1), 10, 1, 1, 10, 10), time);
        for (int i = 0; i < 5; i++) {
            assertThat(refused(admit(few, call("r" + i, 2, 1), budget(Dimension.ITPM, 1)))
                            .reason())
                    .isEqualTo(Admission.Reason.ABOVE_CAPACITY);
        }
        admitted(admit(few, call("r", 1, 1), budget(Dimension.ITPM, 1)));
    }
}
