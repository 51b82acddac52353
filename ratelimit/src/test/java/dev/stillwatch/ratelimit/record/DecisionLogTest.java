// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.decide.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Every decision is in one record or counted as dropped, and answers never wait. */
final class DecisionLogTest {
    private static final LimitPlan CAPS = new LimitPlan(7, -1, 512, 1, true, true);

    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final DecisionLog log = log(100, 1_000);

    private DecisionLog log(int cells, int queued) {
        return new DecisionLog("node-1", () -> Instant.ofEpochMilli(millis.get()), cells, queued);
    }

    private static LimitResponse passed(String subject) {
        return response(Code.OK, subject, Tier.CLEAR, LimitPlan.NONE, Optional.empty(), List.of());
    }

    private static LimitResponse refused(String subject, String limit) {
        return response(Code.OVER_LIMIT, subject, Tier.THROTTLE, LimitPlan.NONE, Optional.of(limit), List.of());
    }

    private static LimitResponse spared(String subject) {
        return response(Code.OK, subject, Tier.WATCH, LimitPlan.NONE, Optional.of("plan"), List.of());
    }

    private static LimitResponse response(
            Code code,
            String subject,
            Tier tier,
            LimitPlan plan,
            Optional<String> limit,
            List<DescriptorStatus> statuses) {
        return new LimitResponse(
                code, statuses, new Treatment(subject, tier, tier, plan, "", 3, true, limit), Map.of());
    }

    private List<LimitDecision> second() {
        millis.addAndGet(1_000);
        log.roll();
        return log.poll(1_000);
    }

    @Test
    void refusalsOfASubjectWithinASecondAreOneRecord() {
        for (int i = 0; i < 50; i++) {
            log.decided("llm", refused("acct", "plan"));
        }
        log.decided("llm", refused("acct", "budget"));
        log.decided("llm", refused("other", "plan"));

        assertThat(second())
                .containsExactlyInAnyOrder(
                        record("acct", Outcome.REFUSED, "plan", 50),
                        record("acct", Outcome.REFUSED, "budget", 1),
                        record("other", Outcome.REFUSED, "plan", 1));
        assertThat(second()).isEmpty();
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

        assertThat(second())
                .extracting(LimitDecision::domain, LimitDecision::subject, LimitDecision::outcome, LimitDecision::count)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("llm", "", Outcome.PASSED, 40L),
                        org.assertj.core.groups.Tuple.tuple("images", "", Outcome.PASSED, 1L),
                        org.assertj.core.groups.Tuple.tuple("llm", "", Outcome.ALTERED, 1L),
                        org.assertj.core.groups.Tuple.tuple("llm", "", Outcome.UNDECIDED, 1L));
        log.decided("llm", passed("acct"));
        assertThat(second()).extracting(LimitDecision::count).containsExactly(1L);
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

        assertThat(second()).extracting(LimitDecision::limit).containsExactlyInAnyOrder("rpm", "");
    }

    @Test
    void whomShadowModeSparesIsToldInRecordsAndInAReport() {
        for (int i = 0; i < 3; i++) {
            log.decided("llm", spared("acct"));
        }
        log.decided("llm", spared("other"));
        log.decided("llm", refused("third", "plan"));

        assertThat(second())
                .filteredOn(one -> one.outcome() == Outcome.WOULD_REFUSE)
                .extracting(LimitDecision::count)
                .containsExactlyInAnyOrder(3L, 1L);
        assertThat(log.shadow().calls()).isEqualTo(4);
        assertThat(log.shadow().customers()).isEqualTo(2);
        assertThat(log.shadow().most(1)).containsExactly(new ShadowReport.Hit("acct", 3));
    }

    @Test
    void theReportIsBoundedAndKeepsCounting() {
        ShadowReport report = new ShadowReport();
        for (int i = 0; i <= ShadowReport.MOST_SUBJECTS; i++) {
            report.add(new Cell("llm", "s" + i, Outcome.WOULD_REFUSE, "plan", Tier.WATCH, 1), 2);
        }
        report.add(new Cell("llm", "s0", Outcome.WOULD_REFUSE, "plan", Tier.WATCH, 1), 2);

        assertThat(report.customers()).isEqualTo(ShadowReport.MOST_SUBJECTS);
        assertThat(report.calls()).isEqualTo(2L * ShadowReport.MOST_SUBJECTS + 4);
        assertThat(report.most(1)).containsExactly(new ShadowReport.Hit("s0", 4));
    }

    @Test
    void moreKindsThanThereIsRoomForAreDroppedAndSaid() {
        DecisionLog small = log(2, 1_000);
        for (int i = 0; i < 5; i++) {
            small.decided("llm", refused("acct-" + i, "plan"));
            small.decided("llm", refused("acct-0", "plan"));
        }
        small.roll();

        List<LimitDecision> told = small.poll(10);
        assertThat(told).filteredOn(one -> one.outcome() == Outcome.REFUSED).hasSize(2);
        assertThat(told)
                .filteredOn(one -> one.outcome() == Outcome.DROPPED)
                .extracting(LimitDecision::count)
                .containsExactly(3L);
        assertThat(small.dropped()).isEqualTo(3);
    }

    @Test
    void recordsThatNobodyTakesAreDroppedAndSaidWhenThereIsRoomAgain() {
        DecisionLog small = log(100, 2);
        for (int i = 0; i < 5; i++) {
            small.decided("llm", refused("acct-" + i, "plan"));
        }
        small.roll();
        assertThat(small.dropped()).isEqualTo(3);
        assertThat(small.poll(10)).hasSize(2).noneMatch(one -> one.outcome() == Outcome.DROPPED);

        small.roll();
        assertThat(small.poll(10)).extracting(LimitDecision::count).containsExactly(3L);
        small.roll();
        assertThat(small.poll(10)).isEmpty();
    }

    @Test
    void whatWasLostOnItsWayIsSaidNext() {
        log.decided("llm", refused("acct", "plan"));
        log.decided("llm", refused("acct", "plan"));
        second().forEach(log::lost);

        assertThat(second())
                .singleElement()
                .satisfies(one -> assertThat(one.outcome()).isEqualTo(Outcome.DROPPED))
                .satisfies(one -> assertThat(one.count()).isEqualTo(2));
        assertThat(log.dropped()).isEqualTo(2);
        assertThat(second()).isEmpty();
    }

    @Test
    void aRecordOfDroppedDecisionsThatIsLostItselfIsSaidAgainAndCountsNothingTwice() {
        log.decided("llm", refused("acct", "plan"));
        log.decided("llm", refused("acct", "plan"));
        for (int seconds = 0; seconds < 4; seconds++) {
            second().forEach(log::lost);
            assertThat(log.dropped()).isEqualTo(2);
        }

        assertThat(second())
                .singleElement()
                .satisfies(one -> assertThat(one.outcome()).isEqualTo(Outcome.DROPPED))
                .satisfies(one -> assertThat(one.count()).isEqualTo(2));
        assertThat(second()).isEmpty();
    }

    @Test
    void aWallClockThatStepsAnHourBackMakesNoNegativeSpan() {
        log.decided("llm", refused("acct", "plan"));
        millis.addAndGet(-Duration.ofHours(1).toMillis());
        log.roll();
        log.decided("llm", refused("acct", "plan"));
        millis.addAndGet(Duration.ofHours(2).toMillis());
        log.roll();

        assertThat(log.poll(10)).extracting(LimitDecision::spanMillis).containsExactly(1L, 7_200_000L);
    }

    @Test
    void domainsBeyondTheBoundAreCountedTogether() {
        for (int i = 0; i < 300; i++) {
            log.decided("d" + i, passed("acct"));
        }
        List<LimitDecision> told = second();

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
    void aRecordingLimiterCountsAnswersAndFailures() throws UndecidedException {
        LimitRequest request = new LimitRequest("llm", List.of(Descriptor.of(new Entry("account", "acct"))), 1);
        LimitResponse answer = passed("acct");
        assertThat(new RecordingLimiter(asked -> answer, log).decide(request)).isSameAs(answer);
        RecordingLimiter failing = new RecordingLimiter(
                asked -> {
                    throw new UndecidedException("gone");
                },
                log);
        assertThatThrownBy(() -> failing.decide(request)).isInstanceOf(UndecidedException.class);

        assertThat(second())
                .extracting(LimitDecision::outcome)
                .containsExactlyInAnyOrder(Outcome.PASSED, Outcome.UNDECIDED);
    }

    @Test
    void noScheduleOfManyThreadsAndRollsLosesADecision() throws Exception {
        DecisionLog busy = log(20, 1_000_000);
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
