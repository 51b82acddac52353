// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedRing.ring;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people decide about rings. */
class RingActsTest {
    private static final long DAY = ExchangeMaker.DAY;
    private static final long NOON = ExchangeMaker.START + DAY / 2;
    private static final long EPOCH = 300_000;

    private final JudgedRing judged = new JudgedRing();

    @Test
    void aPersonLiftsARingUntilItOutgrowsWhatWasSeen() {
        judged.judge(NOON, ring(10, 0));
        judged.act(Act.Kind.UNDO, NOON + 1, Act.Verdict.NONE);

        RingJudgement lifted = judged.judge(NOON + EPOCH, ring(10, 0));
        assertThat(tier(lifted)).isEqualTo(Tier.CLEAR);
        assertThat(lifted.memberships())
                .allSatisfy(one -> assertThat(one.tier()).isEqualTo(Tier.CLEAR));
        assertThat(tier(judged.judge(NOON + 2 * EPOCH, ring(10, 0)))).isEqualTo(Tier.CLEAR);
        assertThat(tier(judged.judge(NOON + 3 * EPOCH, ring(60, 0)))).isEqualTo(Tier.RESTRICT);
    }

    @Test
    void aRingThatGrowsSlowlyOutgrowsWhatWasSeenToo() {
        judged.judge(NOON, ring(10, 0));
        judged.act(Act.Kind.UNDO, NOON + 1, Act.Verdict.NONE);
        for (int members = 10; members <= 60; members++) {
            judged.judge(NOON + (members - 9) * EPOCH, ring(members, 0));
        }
        assertThat(tier(judged.judge(NOON + 52 * EPOCH, ring(60, 0)))).isEqualTo(Tier.RESTRICT);
    }

    @Test
    void silenceHoldsARingAtWatchAndAVerdictIsGroundTruth() {
        judged.act(Act.Kind.SUPPRESS, NOON - 1, Act.Verdict.NONE);
        assertThat(tier(judged.judge(NOON, ring(40, 0)))).isEqualTo(Tier.WATCH);

        JudgedRing other = new JudgedRing();
        other.act(Act.Kind.VERDICT, NOON - 1, Act.Verdict.DISTILLATION);
        assertThat(other.judge(NOON, ring(4, 0)).score().acting()).contains(Family.GROUND_TRUTH);
    }

    @Test
    void anApprovedSuspensionLeavesNothing() {
        judged.contribute("m-000", 4_000, m -> m);
        judged.act(Act.Kind.VERDICT, NOON - 1, Act.Verdict.DISTILLATION);
        RingJudgement recommended = judged.judge(NOON, ring(60, 1));
        assertThat(tier(recommended)).isEqualTo(Tier.SUSPEND);
        assertThat(recommended.standing().orElseThrow().plan().exchangesPerHour())
                .isPositive();

        long version = recommended.standing().orElseThrow().version();
        approve(version);
        RingJudgement approved = judged.judge(NOON + EPOCH, ring(60, 1));

        assertThat(approved.standing().orElseThrow().plan().exchangesPerHour()).isZero();
        assertThat(of(approved.memberships(), "m-000").plan().exchangesPerHour())
                .isZero();
        assertThat(of(approved.memberships(), "w-000").plan()).isEqualTo(LimitPlan.NONE);
        RingJudgement later = judged.judge(NOON + 2 * EPOCH, ring(60, 1));
        assertThat(later.standing()).isEmpty();
        assertThat(of(later.memberships(), "m-000")).isSameAs(of(approved.memberships(), "m-000"));
    }

    @Test
    void anApprovalSaysNothingOfARingThatCameBackUnderTheName() {
        judged.act(Act.Kind.VERDICT, NOON - 1, Act.Verdict.DISTILLATION);
        long seen = judged.judge(NOON, ring(60, 0)).standing().orElseThrow().version();
        approve(seen);
        JudgedRing back = new JudgedRing();
        back.contribute("m-000", 4_000, m -> m);
        back.acts.addAll(judged.acts);

        back.judge(NOON + DAY, ring(60, 0));
        RingJudgement later = back.judge(NOON + DAY + EPOCH, ring(60, 0));

        assertThat(tier(later)).isEqualTo(Tier.SUSPEND);
        assertThat(later.memory().published().plan().exchangesPerHour()).isPositive();
    }

    private void approve(long version) {
        judged.acts.add(new Act(
                "yes",
                JudgedRing.ID,
                Act.Kind.APPROVE,
                Tier.SUSPEND,
                version,
                Act.Verdict.NONE,
                "ann",
                "seen",
                NOON + 1,
                0));
    }

    private static Membership of(List<Membership> memberships, String account) {
        return memberships.stream()
                .filter(one -> one.account().equals(account))
                .findFirst()
                .orElseThrow();
    }

    private static Tier tier(RingJudgement judgement) {
        return judgement.memory().published().tier();
    }
}
