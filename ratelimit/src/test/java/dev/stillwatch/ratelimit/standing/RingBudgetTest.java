// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.act.Act.Kind;
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
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.standing.Given.Say;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What accounts of a ring may do together. */
final class RingBudgetTest {
    private static final int THREADS = 4;

    private final Given given = new Given();
    private final StandingBook book = given.book();
    private final StandingLimiter.FileLimits file = (request, treatment, reading) ->
            new LimitResponse(Code.OK, List.of(DescriptorStatus.NO_LIMIT), treatment, Map.of());
    private final StandingLimiter limiter =
            new StandingLimiter(file, book, domain -> DomainSettings.DEFAULT, given.nanos, 1_000);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void noThreadStays() {
        threads.shutdownNow();
    }

    private static Say ring(long perHour) {
        return Say.of("ring-1", Tier.RESTRICT, perHour).inRing("ring-1");
    }

    private static Say member(int i, long perHour) {
        return Say.of("m" + i, Tier.RESTRICT, perHour).inRing("ring-1");
    }

    private static LimitRequest call(String account) {
        return new LimitRequest("llm", List.of(Descriptor.of(new Entry("account", account))), 1);
    }

    private int passing(String account, int calls) throws UndecidedException {
        int passed = 0;
        for (int i = 0; i < calls; i++) {
            passed += limiter.decide(call(account)).passes() ? 1 : 0;
        }
        return passed;
    }

    @Test
    void membersShareOneBudgetAndOthersDoNot() throws UndecidedException {
        book.accept(ring(10).standing());
        for (int i = 0; i < 5; i++) {
            book.accept(member(i, 100).standing());
        }
        book.accept(Say.of("alone", Tier.RESTRICT, 100).standing());

        int passed = 0;
        for (int i = 0; i < 5; i++) {
            passed += passing("m" + i, 20);
        }
        assertThat(passed).isEqualTo(5);
        assertThat(passing("alone", 100)).isEqualTo(50);
        given.pass(Duration.ofHours(1));
        assertThat(passing("m3", 100)).isEqualTo(10);
    }

    @Test
    void aRefusalByTheBudgetNamesItForUsAndHidesItFromTheCaller() throws UndecidedException {
        book.accept(ring(2).standing());
        book.accept(member(0, 100).standing());
        passing("m0", 1);

        LimitResponse refused = limiter.decide(call("m0"));
        assertThat(refused.passes()).isFalse();
        assertThat(refused.treatment().wouldRefuse()).contains("budget");
        DescriptorStatus status = refused.statuses().get(0);
        assertThat(status.limit()).contains(new CurrentLimit(new Rate(100, Unit.HOUR), "plan"));
        assertThat(status.retryAfter()).contains(Duration.ofMinutes(30));
        assertThat(status.untilReset()).isGreaterThanOrEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void whatTheBudgetRefusesIsNotTakenFromThePlan() throws UndecidedException {
        book.accept(ring(2).standing());
        book.accept(member(0, 20).standing());
        assertThat(passing("m0", 50)).isEqualTo(1);

        book.accept(Say.of("ring-1", Tier.CLEAR, 0).version(2).standing());
        assertThat(passing("m0", 50)).isEqualTo(9);
    }

    @Test
    void anExhaustedMemberTakesNothingFromTheOthers() throws UndecidedException {
        book.accept(ring(20).standing());
        book.accept(member(0, 4).standing());
        book.accept(member(1, 100).standing());

        assertThat(passing("m0", 50)).isEqualTo(2);
        assertThat(passing("m1", 50)).isEqualTo(8);
    }

    @Test
    void whatTheFileRefusesIsPutBackInBoth() throws UndecidedException {
        book.accept(ring(20).standing());
        book.accept(member(0, 100).standing());
        StandingLimiter closed = new StandingLimiter(
                (request, treatment, reading) ->
                        new LimitResponse(Code.OVER_LIMIT, List.of(DescriptorStatus.NO_LIMIT), treatment, Map.of()),
                book,
                domain -> DomainSettings.DEFAULT,
                given.nanos,
                10);
        for (int i = 0; i < 100; i++) {
            LimitResponse response = closed.decide(call("m0"));
            assertThat(response.passes()).isFalse();
            assertThat(response.treatment().wouldRefuse()).isEmpty();
        }
    }

    @Test
    void inShadowModeTheBudgetIsCountedAndNobodyIsRefused() throws UndecidedException {
        book.accept(ring(4).shadow().standing());
        book.accept(member(0, 100).shadow().standing());
        book.accept(member(1, 100).shadow().standing());
        assertThat(passing("m0", 2)).isEqualTo(2);

        LimitResponse response = limiter.decide(call("m1"));
        assertThat(response.passes()).isTrue();
        assertThat(response.treatment().wouldRefuse()).contains("budget");
    }

    @Test
    void whatIsCountedInShadowModeTakesNothingFromThoseWhoAreEnforced() throws UndecidedException {
        book.accept(ring(4).standing());
        book.accept(member(0, 100).shadow().standing());
        book.accept(member(1, 100).standing());

        assertThat(passing("m0", 50)).isEqualTo(50);
        assertThat(passing("m1", 50)).isEqualTo(2);
    }

    @Test
    void aBudgetInShadowModeRefusesNoMemberThatIsEnforced() throws UndecidedException {
        book.accept(ring(2).shadow().standing());
        book.accept(member(0, 20).standing());

        assertThat(passing("m0", 2)).isEqualTo(2);
        assertThat(limiter.decide(call("m0")).treatment().wouldRefuse()).contains("budget");
        assertThat(passing("m0", 50)).isEqualTo(7);
    }

    @Test
    void anUndoneMemberDrawsOnNoBudgetAndAnUndoneRingHasNone() throws UndecidedException {
        book.accept(ring(2).standing());
        book.accept(member(0, 100).standing());
        book.accept(member(1, 20).standing());
        given.pass(Duration.ofSeconds(1));
        book.acceptAct(given.act("m0", Kind.UNDO, Tier.CLEAR, 0));
        assertThat(passing("m0", 50)).isEqualTo(50);

        book.acceptAct(given.act("ring-1", Kind.UNDO, Tier.CLEAR, 0));
        assertThat(passing("m1", 50)).isEqualTo(10);
    }

    @Test
    void aRingThatIsNotHeldIsNoLimit() throws UndecidedException {
        book.accept(member(0, 20).standing());

        assertThat(passing("m0", 50)).isEqualTo(10);
    }

    @Test
    void aBudgetLimitsMembersWhosePlanHasNoNumber() throws UndecidedException {
        book.accept(ring(4).standing());
        book.accept(member(0, 0).plan(new LimitPlan(-1, -1, 256, 1, true, true)).standing());

        assertThat(passing("m0", 50)).isEqualTo(2);
        LimitResponse refused = limiter.decide(call("m0"));
        assertThat(refused.statuses().get(0).limit()).isEmpty();
        assertThat(refused.statuses().get(0).retryAfter()).isPresent();
    }

    @Test
    void noScheduleOfManyThreadsLetsMembersTogetherPassTheBudget() throws Exception {
        for (int round = 0; round < 20; round++) {
            StandingBook fresh = given.book();
            fresh.accept(ring(200).standing());
            for (int i = 0; i < 10; i++) {
                fresh.accept(member(i, 40).standing());
            }
            // A file that refuses at random makes threads put back what they took while others take.
            StandingLimiter contended = new StandingLimiter(
                    (request, treatment, reading) -> new LimitResponse(
                            request.hits() % 3 == 0 ? Code.OVER_LIMIT : Code.OK,
                            List.of(DescriptorStatus.NO_LIMIT),
                            treatment,
                            Map.of()),
                    fresh,
                    domain -> DomainSettings.DEFAULT,
                    given.nanos,
                    1_000);
            List<Future<int[]>> running = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Random random = new Random(31L * round + t);
                running.add(threads.submit(() -> {
                    int[] passed = new int[10];
                    for (int i = 0; i < 2_000; i++) {
                        int who = random.nextInt(10);
                        LimitRequest request = new LimitRequest(
                                "llm", List.of(Descriptor.of(new Entry("account", "m" + who))), 1 + random.nextInt(3));
                        passed[who] += contended.decide(request).passes() ? 1 : 0;
                    }
                    return passed;
                }));
            }
            int[] together = new int[10];
            int all = 0;
            for (Future<int[]> one : running) {
                int[] passed = one.get();
                for (int i = 0; i < 10; i++) {
                    together[i] += passed[i];
                    all += passed[i];
                }
            }
            // The clock stands still: a budget of 200 begins with 100, a plan of 40 with 20.
            assertThat(all).isEqualTo(100);
            assertThat(Arrays.stream(together).max().orElseThrow()).isLessThanOrEqualTo(20);
        }
    }
}
