// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import static dev.stillwatch.ratelimit.reserve.Calls.admit;
import static dev.stillwatch.ratelimit.reserve.Calls.admitted;
import static dev.stillwatch.ratelimit.reserve.Calls.allowance;
import static dev.stillwatch.ratelimit.reserve.Calls.call;
import static dev.stillwatch.ratelimit.reserve.Calls.left;
import static dev.stillwatch.ratelimit.reserve.Calls.refused;
import static dev.stillwatch.ratelimit.reserve.Calls.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How many budgets are held, and which are forgotten. */
final class LedgersTest {
    private static final Allowance ALLOWANCE = allowance(Dimension.OTPM, 600, Dimension.CONCURRENCY, 5);

    private final TestClock time = new TestClock();
    private final Reservations reservations =
            new Reservations(new ReservationSettings(Duration.ofMinutes(10), 3, 100, 100, 10, 1_000), time);

    private static List<Budget> of(String key) {
        return List.of(new Budget(key, ALLOWANCE));
    }

    @Test
    void aNewcomerIsRefusedWhileAllOthersHaveUsedSomething() {
        String first = "";
        for (int i = 0; i < 3; i++) {
            first = admitted(admit(reservations, call("r" + i, 1, 100), of("k" + i)))
                    .reservation();
        }
        Admission.Refused refusal = refused(admit(reservations, call("r3", 1, 100), of("k3")));
        assertThat(refusal.reason()).isEqualTo(Admission.Reason.TOO_MANY_SUBJECTS);
        assertThat(refusal.retryAfter()).isPresent();
        assertThat(refusal.dimension()).isEmpty();
        reservations.settle(first, used(1, 100));
        refused(admit(reservations, call("r3", 1, 100), of("k3")));
        time.move(Duration.ofSeconds(10));
        admitted(admit(reservations, call("r3", 1, 100), of("k3")));
        assertThat(reservations.budgets()).isEqualTo(3);
        assertThat(left(reservations, of("k0"), Dimension.OTPM)).isEqualTo(500);
    }

    @Test
    void aCallWithoutRoomForOneOfItsBudgetsHoldsNothingOfTheOthers() {
        for (int i = 0; i < 3; i++) {
            admitted(admit(reservations, call("r" + i, 1, 100), of("k" + i)));
        }
        List<Budget> both = List.of(of("k0").get(0), of("new").get(0));
        refused(admit(reservations, call("both", 1, 100), both));
        assertThat(left(reservations, of("k0"), Dimension.OTPM)).isEqualTo(500);
        assertThat(reservations.open()).isEqualTo(3);
    }

    @Test
    void noBudgetOfACallIsForgottenForTheNextBudgetOfTheSameCall() {
        for (int i = 1; i < 3; i++) {
            admitted(admit(reservations, call("r" + i, 1, 100), of("k" + i)));
        }
        // The third place is the call's own first budget, of which nothing is used yet.
        List<Budget> both = List.of(of("k0").get(0), of("new").get(0));
        assertThat(refused(admit(reservations, call("both", 1, 100), both)).reason())
                .isEqualTo(Admission.Reason.TOO_MANY_SUBJECTS);
        admitted(admit(reservations, call("r0", 1, 100), of("k0")));
        assertThat(left(reservations, of("k0"), Dimension.CONCURRENCY)).isEqualTo(4);
    }

    @Test
    void aBlockedSubjectIsToldSoAlsoWhenThereIsNoRoomForIt() {
        for (int i = 0; i < 3; i++) {
            admitted(admit(reservations, call("r" + i, 1, 100), of("k" + i)));
        }
        Admission.Refused refusal =
                refused(admit(reservations, call("r3", 1, 1), List.of(new Budget("new", allowance(Dimension.RPM, 0)))));
        assertThat(refusal.reason()).isEqualTo(Admission.Reason.BLOCKED);
        assertThat(refusal.dimension()).contains(Dimension.RPM);
        assertThat(refusal.retryAfter()).isEmpty();
    }

    @Test
    void usageThatComesAfterItsBudgetWasForgottenIsChargedToTheNewOne() {
        String lost =
                admitted(admit(reservations, call("r0", 1, 100), of("k0"))).reservation();
        time.move(Duration.ofMinutes(20));
        for (int i = 1; i < 4; i++) {
            admitted(admit(reservations, call("r" + i, 1, 1), of("k" + i)));
        }
        time.move(Duration.ofMinutes(20));
        assertThat(reservations.settle(lost, used(1, 300))).isEqualTo(Settlement.SETTLED_LATE);
        assertThat(left(reservations, of("k0"), Dimension.OTPM)).isEqualTo(400);
    }

    @Test
    void usageOfAForgottenBudgetWithoutRoomForANewOneIsStillSettled() {
        String lost =
                admitted(admit(reservations, call("r0", 1, 100), of("k0"))).reservation();
        time.move(Duration.ofMinutes(20));
        for (int i = 1; i < 4; i++) {
            admitted(admit(reservations, call("r" + i, 1, 1), of("k" + i)));
        }
        assertThat(reservations.settle(lost, used(1, 300))).isEqualTo(Settlement.SETTLED_LATE);
        assertThat(reservations.budgets()).isEqualTo(3);
    }

    @Test
    void manyThreadsWithManySubjectsNeverPassTheBound() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> admitted = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int thread = i;
                admitted.add(threads.submit(() -> admissions(thread)));
            }
            int all = 0;
            for (Future<Integer> one : admitted) {
                all += one.get();
            }
            assertThat(all).isGreaterThan(1_000);
        } finally {
            threads.shutdown();
        }
        assertThat(reservations.open()).isZero();
        assertThat(reservations.budgets()).isLessThanOrEqualTo(3);
    }

    private int admissions(int thread) {
        int admitted = 0;
        for (int i = 0; i < 2_000; i++) {
            Admission answer = admit(reservations, call(thread + "-" + i, 1, 5), of("k" + (i + thread) % 7));
            assertThat(reservations.budgets()).isLessThanOrEqualTo(3);
            if (answer instanceof Admission.Admitted passed) {
                admitted++;
                assertThat(reservations.cancel(passed.reservation())).isEqualTo(Settlement.CANCELLED);
            }
        }
        return admitted;
    }
}
