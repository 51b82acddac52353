// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedAccount.MINUTE;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.START;
import static dev.stillwatch.auditor.adjudicate.JudgedAccount.probes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.Policy.PlanSizing;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of the plan of an account or a ring that is already limited. */
class HeldPlanTest {
    private static final long NEXT_NOON = START + 3 * ExchangeMaker.DAY / 2;
    private static final PlanSizing SIZING = Policies.bare().ladder().plan();
    private static final PlanSizing MILDER = new PlanSizing(0.8, 0.2, 1, 1_000, 1, 86_400_000, 86_400_000);

    @Test
    void aVersionThatSizesAlikeKeepsAPlanThoughTheAccountIsSlowedByIt() {
        assertThat(limitAfter(SIZING)).isEqualTo(500);
    }

    @Test
    void aVersionThatSizesOtherwiseSizesAnew() {
        assertThat(limitAfter(MILDER)).isEqualTo(400);
    }

    @Test
    void whoComesDownIsLeftNoLessThanBefore() {
        Policy policy = version(1, new PlanSizing(0.1, 0.05, 1, 512, 1, 86_400_000, 86_400_000));
        JudgedAccount account = new JudgedAccount(policy);
        List<Tier> tiers = new ArrayList<>();
        long left = 0;
        for (int day = 0; day < 40; day++) {
            long noon = NEXT_NOON + day * ExchangeMaker.DAY;
            int made = day == 0 ? 1_000 : 50;
            Tier tier = account.judge(noon + MINUTE, day < 14 ? flagrant(day * 1_000, made, noon) : List.of())
                    .tier();
            LimitPlan plan = account.standings.get(account.standings.size() - 1).plan();
            if (day >= 14 && tier.atLeast(Tier.THROTTLE)) {
                assertThat(plan.exchangesPerHour()).as("%s", tier).isGreaterThanOrEqualTo(left);
            }
            left = plan.exchangesPerHour();
            tiers.add(tier);
        }
        assertThat(tiers).contains(Tier.SUSPEND, Tier.THROTTLE).endsWith(Tier.CLEAR);
    }

    @Test
    void aRingsBudgetStaysToo() {
        JudgedRing ring = new JudgedRing();
        ring.policy = version(1, SIZING);
        JudgedRing.names("m", 40).forEach(member -> ring.contribute(member, 100, maker -> maker));
        LimitPlan budget = budget(ring, 1);
        assertThat(budget.exchangesPerHour()).isPositive();
        LimitPlan own = membersPlan(ring);
        assertThat(own.exchangesPerHour()).isPositive();

        ring.policy = version(2, SIZING);
        JudgedRing.names("m", 40).forEach(member -> ring.contribute(member, 50, maker -> maker));
        assertThat(budget(ring, 2)).isEqualTo(budget);
        assertThat(membersPlan(ring)).isEqualTo(own);

        ring.policy = version(3, MILDER);
        assertThat(budget(ring, 3)).isNotEqualTo(budget);
    }

    /** Probes the last layer, asks for reasoning and replays captured traces at once. */
    private static List<Exchange> flagrant(int from, int count, long start) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> new ExchangeMaker(i)
                        .at(start + i - from)
                        .probing(true, 1_000_003L * i + 17)
                        .maxTokens(1)
                        .marks(Mark.VERBATIM_REASONING)
                        .traces(1_000 + i, 1_001 + i)
                        .session(1 + i)
                        .make())
                .toList();
    }

    private static LimitPlan membersPlan(JudgedRing ring) {
        return Objects.requireNonNull(ring.memberships.get("m-000")).plan();
    }

    private static LimitPlan budget(JudgedRing ring, int epoch) {
        return ring.judge(NEXT_NOON + epoch * 5 * MINUTE, JudgedRing.ring(40, 0))
                .memory()
                .published()
                .plan();
    }

    /** Of an account that made 1,000 exchanges in an hour and, held to half of that, makes 500 the next day. */
    private static long limitAfter(PlanSizing sizing) {
        Policy before = version(1, SIZING);
        Policy after = version(2, sizing);
        JudgedAccount account =
                new JudgedAccount("acct-1", List.of(before, after), time -> time < NEXT_NOON + MINUTE ? before : after);
        account.judge(NEXT_NOON - ExchangeMaker.DAY + MINUTE, probes(0, 1_000, NEXT_NOON - ExchangeMaker.DAY));
        assertThat(account.judge(NEXT_NOON + MINUTE, probes(1_000, 500, NEXT_NOON))
                        .tier())
                .isEqualTo(Tier.THROTTLE);

        Standing last = account.standings.get(account.standings.size() - 1);
        assertThat(last.policy()).isEqualTo("test@2");
        return last.plan().exchangesPerHour();
    }

    private static Policy version(int version, PlanSizing sizing) {
        Policy bare = Policies.bare();
        Policy.Ladder ladder = bare.ladder();
        return new Policy(
                bare.name(),
                version,
                0,
                bare.author(),
                bare.timing(),
                bare.signals(),
                new Policy.Ladder(
                        ladder.watch(),
                        ladder.throttle(),
                        ladder.restrict(),
                        ladder.suspend(),
                        ladder.familyFloor(),
                        ladder.familyCaps(),
                        ladder.dwellDays(),
                        ladder.hysteresis(),
                        sizing),
                bare.mode(),
                bare.owners(),
                bare.passports(),
                bare.sources(),
                bare.plans(),
                bare.releases(),
                bare.ordinary(),
                bare.indicators());
    }
}
