// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import static dev.stillwatch.ratelimit.record.Rolled.passed;
import static dev.stillwatch.ratelimit.record.Rolled.refused;
import static dev.stillwatch.ratelimit.record.Rolled.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What decisions are recorded as: each is in one record, and answers never wait. */
final class DecisionLogTest {
    private static final LimitPlan CAPS = new LimitPlan(7, -1, 512, 1, true, true);

    private final Rolled rolled = new Rolled();
    private final DecisionLog log = rolled.log;

    @Test
    void refusalsOfASubjectWithinASecondAreOneRecord() {
        for (int i = 0; i < 50; i++) {
            log.decided("llm", refused("acct", "plan"));
        }
        log.decided("llm", refused("acct", "budget"));
        log.decided("llm", refused("other", "plan"));

        assertThat(rolled.second())
                .containsExactlyInAnyOrder(
                        record("acct", Outcome.REFUSED, "plan", 50),
                        record("acct", Outcome.REFUSED, "budget", 1),
                        record("other", Outcome.REFUSED, "plan", 1));
        assertThat(rolled.second()).isEmpty();
    }

    private static LimitDecision record(String subject, Outcome outcome, String limit, long count) {
        return new LimitDecision("node-1", "llm", subject, outcome, limit, Tier.THROTTLE, 3, 1_000_000, 1_000, count);
    }

    @Test
    void theRestAreTotalsOfADomain() {
        for (int i = 0; i < 40; i++) {
            log.decided("llm", passed("acct-" + i));
        }
        log.decided("images", passed("acct"));
        log.decided("llm", response(Code.OK, "acct", Tier.RESTRICT, CAPS, Optional.empty(), List.of()));
        log.undecided("llm");

        assertThat(rolled.second())
                .extracting(LimitDecision::domain, LimitDecision::subject, LimitDecision::outcome, LimitDecision::count)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("llm", "", Outcome.PASSED, 40L),
                        org.assertj.core.groups.Tuple.tuple("images", "", Outcome.PASSED, 1L),
                        org.assertj.core.groups.Tuple.tuple("llm", "", Outcome.ALTERED, 1L),
                        org.assertj.core.groups.Tuple.tuple("llm", "", Outcome.UNDECIDED, 1L));
        log.decided("llm", passed("acct"));
        assertThat(rolled.second()).extracting(LimitDecision::count).containsExactly(1L);
    }

    @Test
    void aRefusalByTheFileNamesItsLimit() {
        DescriptorStatus over = new DescriptorStatus(
                Code.OVER_LIMIT,
                Optional.of(new CurrentLimit(new Rate(5, Unit.MINUTE), "rpm")),
                0,
                Duration.ZERO,
                Optional.empty());
        log.decided(
                "llm",
                response(
                        Code.OVER_LIMIT,
                        "",
                        Tier.CLEAR,
                        LimitPlan.NONE,
                        Optional.empty(),
                        List.of(DescriptorStatus.NO_LIMIT, over)));
        log.decided(
                "llm",
                response(
                        Code.OVER_LIMIT,
                        "",
                        Tier.CLEAR,
                        LimitPlan.NONE,
                        Optional.empty(),
                        List.of(DescriptorStatus.NO_LIMIT)));

        assertThat(rolled.second()).extracting(LimitDecision::limit).containsExactlyInAnyOrder("rpm", "");
    }

    @Test
    void aWallClockThatStepsAnHourBackMakesNoNegativeSpan() {
        log.decided("llm", refused("acct", "plan"));
        rolled.millis.addAndGet(-Duration.ofHours(1).toMillis());
        log.roll();
        log.decided("llm", refused("acct", "plan"));
        rolled.millis.addAndGet(Duration.ofHours(2).toMillis());
        log.roll();

        assertThat(log.poll(10)).extracting(LimitDecision::spanMillis).containsExactly(1L, 7_200_000L);
    }

    @Test
    void domainsBeyondTheBoundAreCountedTogether() {
        for (int i = 0; i < 300; i++) {
            log.decided("d" + i, passed("acct"));
        }
        List<LimitDecision> told = rolled.second();

        assertThat(told).hasSize(257);
        assertThat(told)
                .filteredOn(one -> one.domain().isEmpty())
                .extracting(LimitDecision::count)
                .containsExactly(44L);
    }

    @Test
    void aLimiterNeedsAName() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DecisionLog("", Instant::now, 1, 1));
    }

    @Test
    void noScheduleOfManyThreadsAndRollsLosesADecision() throws Exception {
        DecisionLog busy = rolled.log(20, 1_000_000);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            running.add(threads.submit(() -> {
                for (int i = 0; i < 100_000; i++) {
                    busy.decided("llm", i % 4 == 0 ? passed("acct") : refused("acct-" + i % 30, "plan"));
                }
            }));
        }
        long counted = 0;
        boolean last = false;
        while (!last) {
            last = running.stream().allMatch(Future::isDone);
            busy.roll();
            for (LimitDecision one : busy.poll(1_000_000)) {
                counted += one.count();
            }
        }
        for (Future<?> one : running) {
            one.get();
        }
        threads.shutdown();
        assertThat(counted).isEqualTo(300_000);
    }
}
