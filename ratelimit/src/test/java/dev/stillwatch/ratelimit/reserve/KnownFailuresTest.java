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

import dev.stillwatch.ratelimit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Failures that users of other limiters reported, in our own words; the numbers are of LiteLLM's issues. */
final class KnownFailuresTest {
    private final TestClock time = new TestClock();
    private final Reservations reservations = new Reservations(ReservationSettings.DEFAULTS, time);

    /** 18730: five calls at once used 663 tokens of a limit of 100, because each was checked before any was charged. */
    @Test
    void callsAtTheSameTimeCannotPassALimitTogether() throws Exception {
        List<Budget> budgets = budget(Dimension.TPD, 100);
        List<Admission> answers = together(5, i -> admit(reservations, call("r" + i, 10, 40), budgets));
        List<Admission.Admitted> passed = passed(answers);
        assertThat(passed).hasSize(2);
        assertThat(refused(answers.stream()
                                .filter(Admission.Refused.class::isInstance)
                                .findFirst()
                                .orElseThrow())
                        .reason())
                .isEqualTo(Admission.Reason.OVER_LIMIT);
        passed.forEach(one -> reservations.settle(one.reservation(), used(10, 40)));
        assertThat(left(reservations, budgets, Dimension.TPD)).isZero();
    }

    @Test
    void fiftyStreamsAtOnceStayWithinMoneyTokensAndSlots() throws Exception {
        Allowance money = new Allowance(
                Calls.limits(Dimension.USD, 1_000_000, Dimension.OTPM, 30_000, Dimension.CONCURRENCY, 20),
                TokenWeights.PLAIN,
                new TokenPrices(2_500_000, 250_000, 10_000_000, 10_000_000),
                OptionalLong.empty());
        List<Budget> budgets = List.of(new Budget("account acme", money));
        List<Admission> answers = together(50, i -> admit(reservations, call("r" + i, 10_000, 4_000), budgets));
        List<Admission.Admitted> passed = passed(answers);
        // 10,000 in and the first guess of 1,024 out are 0.03524 dollars: 28 of them; 29 by tokens; 20 by slots.
        assertThat(passed).hasSize(20);
        passed.forEach(one -> reservations.settle(one.reservation(), used(10_000, 1_024)));
        assertThat(left(reservations, budgets, Dimension.USD)).isEqualTo(1_000_000 - 20 * 35_240);
        assertThat(left(reservations, budgets, Dimension.CONCURRENCY)).isEqualTo(20);
    }

    /** 29193: without a cap by the caller 1,024 tokens were held, which a limit of 500 never covers: the first call failed. */
    @Test
    void aGuessAboveASmallLimitDoesNotRefuseTheFirstCall() {
        List<Budget> budgets = budget(Dimension.OTPM, 500, Dimension.TPD, 300);
        Admission.Admitted first = admitted(admit(reservations, uncapped("r1", 100), budgets));
        assertThat(first.outputTokens()).isEqualTo(200);
        assertThat(first.maxTokens()).hasValue(200);
        assertThat(refused(admit(reservations, uncapped("r2", 100), budgets)).dimension())
                .contains(Dimension.TPD);
        reservations.settle(first.reservation(), used(100, 20));
        assertThat(left(reservations, budgets, Dimension.TPD)).isEqualTo(180);
    }

    /** 34728: on one endpoint a single token was held and zero settled, so that nothing was ever limited. */
    @Test
    void aCallOfUnknownCostIsNeitherHeldForOneTokenNorSettledForNone() {
        List<Budget> budgets = budget(Dimension.OTPM, 3_000);
        Admission.Admitted first = admitted(admit(reservations, uncapped("r1", 0), budgets));
        assertThat(first.outputTokens()).isEqualTo(ReservationSettings.DEFAULTS.firstGuess());
        assertThat(reservations.settle(first.reservation(), Optional.empty())).isEqualTo(Settlement.ESTIMATE_KEPT);
        Admission.Admitted second = admitted(admit(reservations, uncapped("r2", 0), budgets));
        assertThat(reservations.settle(second.reservation(), used(0, 0))).isEqualTo(Settlement.ESTIMATE_KEPT);
        assertThat(left(reservations, budgets, Dimension.OTPM)).isEqualTo(3_000 - 2 * 1_024);
        assertThat(refused(admit(reservations, uncapped("r3", 0), budgets)).dimension())
                .contains(Dimension.OTPM);
    }

    /** 36143: what a call is expected to write differs by key, team and model, so that it can be configured. */
    @Test
    void theExpectedOutputOfTheMostSpecialBudgetIsHeld() {
        Budget team = new Budget("team", expecting(700));
        Budget key = new Budget("key", expecting(200));
        Budget silent = new Budget("model", allowance(Dimension.OTPM, 10_000));
        assertThat(admitted(admit(reservations, uncapped("r1", 5), List.of(team, key, silent)))
                        .outputTokens())
                .isEqualTo(200);
        assertThat(admitted(admit(reservations, uncapped("r2", 5), List.of(team, silent)))
                        .outputTokens())
                .isEqualTo(700);
        assertThat(admitted(admit(reservations, call("r3", 5, 50), List.of(team, silent)))
                        .outputTokens())
                .isEqualTo(50);
    }

    /** The way to hold a limit even against an account that first teaches short answers: expect more than any cap. */
    @Test
    void whereTheMostIsExpectedShortAnswersTeachNothing() throws Exception {
        List<Budget> budgets = List.of(new Budget("key", expecting(Usage.MOST)));
        for (int i = 0; i < 100; i++) {
            Admission.Admitted one = admitted(admit(reservations, call("short" + i, 1, 2), budgets));
            reservations.settle(one.reservation(), used(1, 2));
        }
        time.move(Duration.ofSeconds(60));
        List<Admission> answers = together(50, i -> admit(reservations, call("r" + i, 1, 4_000), budgets));
        assertThat(passed(answers)).hasSize(2);
    }

    /** A stream whose usage nobody tells is charged as if nothing had been learned of its account. */
    @Test
    void whoTaughtShortAnswersIsNotChargedOneTokenForAnswersThatNobodyReports() {
        List<Budget> budgets = List.of(new Budget("key", allowance(Dimension.OTPM, 10_000)));
        for (int i = 0; i < 30; i++) {
            Admission.Admitted one = admitted(admit(reservations, call("short" + i, 1, 1), budgets));
            reservations.settle(one.reservation(), used(1, 1));
        }
        time.move(Duration.ofMinutes(2));
        Admission.Admitted stream = admitted(admit(reservations, uncapped("stream", 1), budgets));
        assertThat(stream.outputTokens()).isLessThan(10);
        reservations.settle(stream.reservation(), Optional.empty());
        assertThat(Calls.left(reservations, budgets, Dimension.OTPM)).isEqualTo(10_000 - 1_024);
        Admission.Admitted capped = admitted(admit(reservations, call("capped", 1, 200), budgets));
        reservations.settle(capped.reservation(), Optional.empty());
        assertThat(Calls.left(reservations, budgets, Dimension.OTPM))
                .as("no more than its cap")
                .isEqualTo(10_000 - 1_024 - 200);
    }

    private static Allowance expecting(long output) {
        return new Allowance(
                allowance(Dimension.OTPM, 10_000).limits(),
                TokenWeights.PLAIN,
                TokenPrices.NONE,
                OptionalLong.of(output));
    }

    private static List<Admission.Admitted> passed(List<Admission> answers) {
        return answers.stream()
                .filter(Admission.Admitted.class::isInstance)
                .map(Admission.Admitted.class::cast)
                .toList();
    }

    private static List<Admission> together(int calls, IntFunction<Admission> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Admission>> answers = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                int number = i;
                answers.add(threads.submit(() -> {
                    start.await();
                    return call.apply(number);
                }));
            }
            start.countDown();
            List<Admission> all = new ArrayList<>();
            for (Future<Admission> answer : answers) {
                all.add(answer.get());
            }
            return all;
        } finally {
            threads.shutdown();
        }
    }
}
