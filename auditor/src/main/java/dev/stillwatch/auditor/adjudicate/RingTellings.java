// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.adjudicate.Finding.Stage;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Measure;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns what is held of a ring into findings, by the rules that hold for accounts: folded per tier, updated when there is
 * news, superseded and never withdrawn.
 */
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
        List<Finding> findings = new ArrayList<>();
        List<Told> told = new ArrayList<>();
        for (Told earlier : question.before().told()) {
            if (now.tier().atLeast(earlier.tier())) {
                told.add(earlier);
            } else {
                findings.add(finding(again(earlier), Stage.SUPERSEDED, earlier.tier()));
            }
        }
        if (now.tier().atLeast(Tier.THROTTLE)) {
            Optional<Told> earlier =
                    told.stream().filter(t -> t.tier() == now.tier()).findFirst();
            Tier previous = question.before().published().tier();
            if (earlier.isEmpty()) {
                Told fresh = new Told(now.tier(), asOf(), now.policy(), 1, asOf(), now.families(), total());
                told.add(fresh);
                findings.add(finding(fresh, Stage.NEW, previous));
            } else if (isNews(earlier.get())) {
                Told repeated = again(earlier.get());
                told.set(told.indexOf(earlier.get()), repeated);
                findings.add(finding(repeated, Stage.UPDATED, previous));
            }
        }
        return new Outcome(findings, told);
    }

    private Finding finding(Told told, Stage stage, Tier previous) {
        return new Finding.RingHarvesting(
                new Finding.Head(
                        AlertId.of(KIND, question.id(), told.first(), told.policy()),
                        question.id(),
                        stage,
                        asOf(),
                        told.count(),
                        told.first(),
                        now.policy()),
                facts(),
                now.tier(),
                previous,
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
                question.predecessors(),
                fold.tally().count(Measure.EXCHANGES),
                fold.tally().count(Measure.OUTPUT_TOKENS));
    }

    private Told again(Told told) {
        return new Told(told.tier(), told.first(), told.policy(), told.count() + 1, asOf(), now.families(), total());
    }

    // New families, a ring taken in, another e-fold of evidence, or another day.
    private boolean isNews(Told told) {
        return told.families() != now.families()
                || !question.predecessors().isEmpty()
                || total() >= told.scoreMilli() + Tellings.NEWS_MILLI
                || DayCell.dayOf(told.last() - 1) != DayCell.dayOf(asOf() - 1);
    }

    private long total() {
        return score.totalMilli();
    }

    private long asOf() {
        return question.asOf();
    }
}
