// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Coincidence;
import dev.stillwatch.auditor.ring.Ring;
import dev.stillwatch.auditor.ring.Tie;
import dev.stillwatch.auditor.signal.Evidence;
import dev.stillwatch.auditor.signal.SignalId;
import dev.stillwatch.policies.policy.Indicator;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What another party's word may weigh, and what it may not. */
class ReportedTemplatesTest {
    private static final long NOW = ExchangeMaker.START + 3_600_000;
    private static final long HASH = 0xff00_0000_0000_0001L;

    @Test
    void aRingThatAsksWithAReportedTemplateWeighsMoreAndSaysWhoReportedIt() {
        Evidence evidence = weigh(HASH, indicator(HASH, 1250, "acme", NOW + 1)).orElseThrow();

        assertThat(evidence.signal()).isEqualTo(SignalId.D18);
        assertThat(evidence.weightMilli()).isEqualTo(1250);
        assertThat(evidence.sentence())
                .startsWith("They ask with a template that acme reported; it counts 1.250 nats here until 20");
    }

    @Test
    void ofSeveralReportsTheGreatestCountsOnceInAnyOrder() {
        List<Indicator> reports = new ArrayList<>(List.of(
                indicator(HASH, 500, "a", NOW + 9),
                indicator(HASH, 900, "c", NOW + 8),
                indicator(HASH, 900, "b", NOW + 8),
                indicator(HASH, 900, "d", NOW + 7),
                indicator(7, 2000, "e", NOW + 9)));
        Random random = new Random(2);
        for (int trial = 0; trial < 20; trial++) {
            Collections.shuffle(reports, random);
            Evidence evidence = weigh(HASH, reports.toArray(Indicator[]::new)).orElseThrow();
            assertThat(evidence.weightMilli()).isEqualTo(900);
            assertThat(evidence.sentence()).contains("that b reported");
        }
    }

    @Test
    void anExpiredOrForeignReportWeighsNothing() {
        assertThat(weigh(HASH, indicator(HASH, 1250, "acme", NOW))).contains(Evidence.nothing(SignalId.D18));
        assertThat(weigh(HASH, indicator(7, 1250, "acme", NOW + 1))).contains(Evidence.nothing(SignalId.D18));
        assertThat(weigh(0, indicator(0, 1250, "acme", NOW + 1)))
                .as("no hash for a group")
                .contains(Evidence.nothing(SignalId.D18));
        assertThat(weigh(HASH)).isEmpty();
    }

    @Test
    void theDeploymentsOwnHashIsNoReportedOne() {
        assertThat(weigh(HASH, indicator(JudgedRing.TEMPLATE.value(), 1250, "acme", NOW + 1)))
                .contains(Evidence.nothing(SignalId.D18));
    }

    @Test
    void onlyTemplatesAreLookedUp() {
        Artefact system = new Artefact(ArtefactKind.SYSTEM, 9);
        Ring ring = new Ring(
                JudgedRing.ring(4, 0).founding(),
                JudgedRing.names("m", 4),
                List.of(),
                List.of(new Tie(system, ArtefactKind.PAYMENT, new Coincidence(1_000, 4, 5, 3))));

        assertThat(ReportedTemplates.weigh(question(
                        ring, HASH, policy(Policies.bare().signals(), indicator(HASH, 1250, "acme", NOW + 1)))))
                .contains(Evidence.nothing(SignalId.D18));
    }

    @Test
    void aReportNeverWeighsMoreThanTwoNatsNorReachesThrottle() {
        assertThat(weigh(HASH, indicator(HASH, 50_000, "acme", NOW + 1))
                        .orElseThrow()
                        .weightMilli())
                .isEqualTo(Indicator.MOST_MILLI);
        Score alone = Score.of(
                List.of(weigh(HASH, indicator(HASH, 50_000, "acme", NOW + 1)).orElseThrow()),
                Policies.bare().ladder(),
                0);
        assertThat(new AdjudicationLadder(Policies.bare().ladder()).reach(alone))
                .isEqualTo(Tier.WATCH);
    }

    @Test
    void aRingThatOnlyASubjectTiesIsNotLimitedByAReport() {
        Ring usual = JudgedRing.ring(40, 0);
        Ring ring = new Ring(
                usual.founding(),
                usual.members(),
                List.of(),
                List.of(new Tie(JudgedRing.TEMPLATE, ArtefactKind.SKETCH_BAND, new Coincidence(1_000, 40, 5, 30))));
        JudgedRing judged = new JudgedRing();
        judged.shared = HASH;
        judged.policy = Policies.bare().withIndicators(List.of(indicator(HASH, 2000, "acme", Long.MAX_VALUE)));

        RingJudgement judgement = judged.judge(NOW, ring);

        assertThat(judgement.memory().published().tier()).isEqualTo(Tier.WATCH);
        assertThat(judgement.score().totalMilli()).isEqualTo(2999);
        assertThat(judgement.score().reasons()).asString().contains("acme reported; it counts 0.999 nats");
    }

    @Test
    void aPolicyWithoutTheSignalDoesNotListen() {
        assertThat(ReportedTemplates.weigh(question(
                        JudgedRing.ring(4, 0), HASH, policy(Map.of(), indicator(HASH, 1250, "acme", NOW + 1)))))
                .isEmpty();
    }

    @Test
    void aFindingTellsTheHashAndTheReason() {
        JudgedRing judged = new JudgedRing();
        judged.shared = HASH;
        judged.policy = Policies.bare().withIndicators(List.of(indicator(HASH, 2000, "acme", Long.MAX_VALUE)));
        judged.judge(NOW, JudgedRing.ring(12, 0));

        assertThat(judged.findings).singleElement().isInstanceOfSatisfying(Finding.RingHarvesting.class, found -> {
            assertThat(found.ring().shared()).isEqualTo(Map.of(JudgedRing.TEMPLATE, HASH));
            assertThat(found.score().reasons()).asString().contains("acme reported");
        });
    }

    private static Optional<Evidence> weigh(long shared, Indicator... indicators) {
        return ReportedTemplates.weigh(
                question(JudgedRing.ring(4, 0), shared, policy(Policies.bare().signals(), indicators)));
    }

    private static Indicator indicator(long template, int milli, String from, long until) {
        return new Indicator(template, milli, from, until);
    }

    private static Policy policy(Map<String, Policy.SignalSettings> signals, Indicator... indicators) {
        Policy usual = Policies.bare();
        return new Policy(
                usual.name(),
                usual.version(),
                usual.validFrom(),
                usual.author(),
                usual.timing(),
                signals,
                usual.ladder(),
                usual.mode(),
                usual.owners(),
                usual.passports(),
                usual.sources(),
                usual.plans(),
                usual.releases(),
                usual.ordinary(),
                List.of(indicators));
    }

    private static RingQuestion question(Ring ring, long shared, Policy policy) {
        return new RingQuestion(
                JudgedRing.ID,
                ring,
                List.of(),
                NOW,
                RingMemory.start(ring.founding()),
                account -> Optional.empty(),
                account -> Optional.empty(),
                account -> account,
                account -> Optional.empty(),
                (account, artefact) -> 1,
                account -> 0,
                hub -> shared,
                List.of(),
                policy,
                id -> Optional.empty());
    }
}
