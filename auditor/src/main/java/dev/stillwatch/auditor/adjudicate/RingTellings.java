// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Tie;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns what is held of a ring into findings: what its tier makes people hear; a ring that was taken in is news too. */
final class RingTellings {
    private static final String KIND = "ring-harvesting";

    private final RingQuestion question;
    private final RingFold fold;
    private final Published now;
    private final Score score;

    RingTellings(RingQuestion question, RingFold fold, Published now, Score score) {
        this.question = question;
        this.fold = fold;
        this.now = now;
        this.score = score;
    }

    /** Findings, and what is remembered of them. */
    record Outcome(List<Finding> findings, List<Told> told) {}

    Outcome tell() {
        TierNews.Outcome news = new TierNews(
                        now.tier(), question.asOf(), now.policy(), now.families(), score.totalMilli())
                .fold(
                        question.before().told(),
                        question.before().published().tier(),
                        true,
                        true,
                        !question.predecessors().isEmpty());
        return new Outcome(news.messages().stream().map(this::finding).toList(), news.told());
    }

    /** A ring that is none any more: whatever was told of it no longer holds. */
    static List<Finding> ended(RingMemory before, Standing clear, Policy policy) {
        RingFacts facts = new RingFacts(
                clear.subject(),
                before.founding().since(),
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                0,
                0);
        return before.told().stream()
                .<Finding>map(told -> new Finding.RingHarvesting(
                        new Finding.Head(
                                AlertId.of(KIND, clear.subject(), told.first(), told.policy()),
                                clear.subject(),
                                Finding.Stage.SUPERSEDED,
                                clear.asOf(),
                                told.count() + 1,
                                told.first(),
                                policy.id()),
                        facts,
                        Tier.CLEAR,
                        told.tier(),
                        clear.mode(),
                        Score.none(policy.ladder()),
                        LimitPlan.NONE,
                        clear.version()))
                .toList();
    }

    private Finding finding(TierNews.Message message) {
        Told told = message.told();
        return new Finding.RingHarvesting(
                new Finding.Head(
                        AlertId.of(KIND, question.id(), told.first(), told.policy()),
                        question.id(),
                        message.stage(),
                        question.asOf(),
                        told.count(),
                        told.first(),
                        now.policy()),
                facts(),
                now.tier(),
                message.previous(),
                now.mode(),
                score,
                now.plan(),
                now.version());
    }

    private RingFacts facts() {
        List<String> core = question.ring().members();
        List<String> weak = question.ring().attached();
        return new RingFacts(
                question.id(),
                question.ring().founding().since(),
                core.size(),
                weak.size(),
                core.subList(0, Math.min(RingFacts.MOST_NAMED, core.size())),
                weak.subList(0, Math.min(RingFacts.MOST_NAMED, weak.size())),
                question.ring().ties(),
                shared(),
                question.predecessors(),
                fold.tally().count(Measure.EXCHANGES),
                fold.tally().count(Measure.OUTPUT_TOKENS));
    }

    private Map<Artefact, Long> shared() {
        Map<Artefact, Long> shared = new HashMap<>();
        for (Tie tie : question.ring().ties()) {
            long hash = question.shared().applyAsLong(tie.hub());
            if (hash != 0) {
                shared.put(tie.hub(), hash);
            }
        }
        return shared;
    }
}
