// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static dev.stillwatch.auditor.adjudicate.JudgedRing.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.ring.Founding;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RingJudgeTest {
    private static final long DAY = ExchangeMaker.DAY;
    private static final long NOON = ExchangeMaker.START + DAY / 2;
    private static final long EPOCH = 300_000;

    private final JudgedRing judged = new JudgedRing();

    /** A hundred accounts stop, and tell nothing any more. */
    @Test
    void whatSilentMembersDidDecaysWithTheDays() {
        JudgedRing judged = new JudgedRing();
        for (String member : JudgedRing.names("m", 100)) {
            judged.contribute(member, 100, m -> m.marks(Mark.BACK_FILL));
        }
        long evening = ExchangeMaker.START + ExchangeMaker.DAY;
        judged.judge(evening, ring(100, 0));
        assertThat(served(judged)).isEqualTo(10_000);

        judged.contribute("m-000", 0, m -> m);
        judged.contributeAt("m-000", evening + 2 * ExchangeMaker.DAY);
        judged.judge(evening + 2 * ExchangeMaker.DAY, ring(100, 0), "ring-00000000000000bb");
        assertThat(served(judged)).isEqualTo(4_950);

        judged.judge(evening + 6 * ExchangeMaker.DAY, ring(100, 0), "ring-00000000000000bb");
        assertThat(served(judged)).isBetween(1_200L, 1_250L);
    }

    private static long served(JudgedRing judged) {
        return judged.findings.stream()
                .map(Finding.RingHarvesting.class::cast)
                .reduce((first, last) -> last)
                .orElseThrow()
                .ring()
                .exchanges();
    }

    @Test
    void whatNoMemberShowsAloneShowsInTheSum() {
        for (String member : JudgedRing.names("m", 6)) {
            judged.contribute(member, 2, m -> m.marks(Mark.VERBATIM_REASONING));
        }

        RingJudgement judgement = judged.judge(NOON, ring(6, 0));

        assertThat(judgement.memory().published().tier()).isEqualTo(Tier.RESTRICT);
        assertThat(judgement.standing().orElseThrow().families()).contains(Family.CONTENT, Family.IDENTITY);
        assertThat(judgement.standing().orElseThrow().reasons().get(0)).startsWith("12 of 12 prompts");
    }

    @Test
    void fourAccountsThatOnlyShareAreNotLimited() {
        RingJudgement judgement = judged.judge(NOON, ring(4, 0));

        assertThat(judgement.memory().published().tier().atLeast(Tier.THROTTLE)).isFalse();
        assertThat(judgement.findings()).isEmpty();
        assertThat(judgement.standing()).isPresent();
        assertThat(judgement.standing().get().budget()).isEmpty();
    }

    @Test
    void whatAttachedAccountsDidCountsForNobody() {
        judged.contribute("w-000", 500, m -> m.marks(Mark.VERBATIM_REASONING));

        assertThat(judged.judge(NOON, ring(4, 1)).score().evidence())
                .noneMatch(piece -> piece.sentence().contains("hidden reasoning"));
    }

    @Test
    void membersInheritTheTierWithPlansOfTheirOwnAndAttachedAccountsAreWatchedAtMost() {
        judged.contribute("m-000", 400, m -> m);
        judged.contribute("m-001", 100, m -> m);

        List<Membership> inherited = judged.judge(NOON, ring(40, 2)).memberships();

        assertThat(inherited).hasSize(42);
        Membership busy = of(inherited, "m-000");
        Membership attached = of(inherited, "w-000");
        assertThat(busy.tier()).isEqualTo(Tier.RESTRICT);
        assertThat(busy.core()).isTrue();
        assertThat(busy.plan().exchangesPerHour())
                .isGreaterThan(of(inherited, "m-001").plan().exchangesPerHour());
        assertThat(of(inherited, "m-002").plan().exchangesPerHour()).isEqualTo(1);
        assertThat(attached.tier()).isEqualTo(Tier.WATCH);
        assertThat(attached.plan()).isEqualTo(LimitPlan.NONE);
        assertThat(attached.core()).isFalse();
    }

    @Test
    void whatHasNotChangedIsNotSaidAgainUntilHalfOfItsValidity() {
        RingJudgement first = judged.judge(NOON, ring(40, 1));
        RingJudgement second = judged.judge(NOON + EPOCH, ring(40, 1));
        RingJudgement late = judged.judge(NOON + DAY / 2, ring(40, 1));

        assertThat(second.standing()).isEmpty();
        assertThat(second.memberships())
                .allSatisfy(one -> assertThat(first.memberships())
                        .anySatisfy(before -> assertThat(one).isSameAs(before)));
        assertThat(late.standing()).hasValueSatisfying(standing -> {
            assertThat(standing.version())
                    .isEqualTo(first.standing().orElseThrow().version() + 1);
            assertThat(standing.since()).isEqualTo(NOON);
        });
        assertThat(late.memberships().get(0).asOf()).isEqualTo(NOON + DAY / 2);
        assertThat(late.memberships().get(0).since()).isEqualTo(NOON);
        assertThat(late.memberships().get(0).plan())
                .isEqualTo(first.memberships().get(0).plan());
        assertThat(late.memberships().get(40)).isSameAs(first.memberships().get(40));
    }

    @Test
    void theBudgetIsSizedWhenTheTierBeginsAndStays() {
        judged.contribute("m-000", 400, m -> m);
        LimitPlan sized =
                judged.judge(NOON, ring(40, 0)).standing().orElseThrow().plan();
        judged.contribute("m-000", 4_000, m -> m);

        assertThat(judged.judge(NOON + DAY / 2, ring(41, 0))
                        .standing()
                        .orElseThrow()
                        .plan())
                .isEqualTo(sized);
        assertThat(sized.exchangesPerHour()).isPositive();
    }

    @Test
    void aRingThatShrinksComesDownOneRungAfterAQuietDay() {
        judged.judge(NOON, ring(40, 0));
        assertThat(tier(judged.judge(NOON + EPOCH, ring(4, 0)))).isEqualTo(Tier.RESTRICT);
        assertThat(tier(judged.judge(NOON + DAY, ring(4, 0)))).isEqualTo(Tier.THROTTLE);
        assertThat(tier(judged.judge(NOON + DAY + EPOCH, ring(4, 0)))).isEqualTo(Tier.THROTTLE);
        assertThat(tier(judged.judge(NOON + 2 * DAY, ring(4, 0)))).isEqualTo(Tier.WATCH);
        assertThat(tier(judged.judge(NOON + 3 * DAY, ring(4, 0)))).isEqualTo(Tier.WATCH);
        assertThat(judged.findings)
                .extracting(finding -> finding.head().stage())
                .contains(Finding.Stage.SUPERSEDED);
    }

    @Test
    void findingsAreFoldedByTierAndUpdatedOncePerDayOrByNews() {
        assertThat(judged.judge(NOON, ring(40, 0)).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.head().stage()).isEqualTo(Finding.Stage.NEW));
        assertThat(judged.judge(NOON + EPOCH, ring(40, 0)).findings()).isEmpty();
        assertThat(judged.judge(NOON + 2 * EPOCH, ring(40, 0), "ring-00000000000000bb")
                        .findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.head().stage()).isEqualTo(Finding.Stage.UPDATED);
                    assertThat(((Finding.RingHarvesting) finding).ring().predecessors())
                            .containsExactly("ring-00000000000000bb");
                });
        assertThat(judged.judge(NOON + DAY, ring(40, 0)).findings()).hasSize(1);
        assertThat(judged.findings)
                .extracting(finding -> finding.head().uid())
                .containsOnly(judged.findings.get(0).head().uid());
    }

    @Test
    void theFindingNamesAtMostSoManyMembersAndCountsAll() {
        Finding.RingHarvesting finding = (Finding.RingHarvesting)
                judged.judge(NOON, ring(200, 60)).findings().get(0);

        assertThat(finding.ring().core()).isEqualTo(200);
        assertThat(finding.ring().weak()).isEqualTo(60);
        assertThat(finding.ring().coreMembers()).hasSize(RingFacts.MOST_NAMED);
        assertThat(finding.ring().weakMembers()).hasSize(RingFacts.MOST_NAMED);
    }

    @Test
    void aRingThatEndsIsClearAndKeepsItsVersions() {
        RingMemory memory = judged.judge(NOON, ring(40, 0)).memory();

        RingJudge.Ending ending =
                new RingJudge(new SignalCatalogue()).ended(JudgedRing.ID, memory, NOON + DAY, judged.policy);
        Standing ended = ending.standing();

        assertThat(ended.tier()).isEqualTo(Tier.CLEAR);
        assertThat(ended.ring()).isEqualTo(ended.subject());
        assertThat(ended.version()).isEqualTo(memory.published().version() + 1);
        assertThat(ended.plan()).isEqualTo(LimitPlan.NONE);
    }

    @Test
    void whatWasToldOfARingThatEndsIsTakenBack() {
        RingMemory memory = judged.judge(NOON, ring(40, 0)).memory();
        Finding told = judged.findings.get(judged.findings.size() - 1);

        assertThat(new RingJudge(new SignalCatalogue())
                        .ended(JudgedRing.ID, memory, NOON + DAY, judged.policy)
                        .findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.head().uid()).isEqualTo(told.head().uid());
                    assertThat(finding.head().stage()).isEqualTo(Finding.Stage.SUPERSEDED);
                    assertThat(((Finding.RingHarvesting) finding).previous()).isEqualTo(Tier.RESTRICT);
                });
    }

    @Test
    void theMemorySurvivesItsBytesAndRefusesOthers() {
        judged.judge(NOON, ring(40, 0));
        RingMemory memory = judged.judge(NOON + DAY, ring(40, 0)).memory();
        byte[] bytes = memory.encode();

        assertThat(RingMemory.decode(bytes)).isEqualTo(memory);
        assertThat(RingMemory.start(new Founding(5, JudgedRing.TEMPLATE)).judged())
                .isZero();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> RingMemory.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        bytes[0] = 40;
        assertThatThrownBy(() -> RingMemory.decode(bytes)).hasMessageContaining("version");
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
