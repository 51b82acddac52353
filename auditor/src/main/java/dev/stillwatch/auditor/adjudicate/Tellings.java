// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.adjudicate.Finding.Stage;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Profiler;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what is held into findings: folded per tier, updated when there is news, superseded and never withdrawn. */
final class Tellings {
    /** Growth of the score that is news, thousandths of a nat. */
    static final long NEWS_MILLI = 1_000;

    private static final String HARVESTING = "harvesting";
    private static final String MISUSE = "passport-misuse";

    private final Held held;
    private final Published published;
    private final AdjudicationLadder.Outlook outlook;
    private final Finding.Limited limited;

    Tellings(Held held, Published published, AdjudicationLadder.Outlook outlook, Finding.Limited limited) {
        this.held = held;
        this.published = published;
        this.outlook = outlook;
        this.limited = limited;
    }

    /** Findings, and what is remembered of them. */
    record Outcome(List<Finding> findings, List<Told> told, List<Claim> claims) {}

    Outcome tell(Memory before, Profiler.Folded folded, boolean lifted) {
        List<Finding> findings = new ArrayList<>();
        List<Told> told = new ArrayList<>();
        boolean revised = folded.refolded() || lifted || held.rulings().suppressed();
        for (Told earlier : before.told()) {
            if (!held.tier().atLeast(earlier.tier()) && revised) {
                findings.add(finding(again(earlier), Stage.SUPERSEDED, earlier.tier(), folded));
            } else if (held.tier().atLeast(earlier.tier()) || isToday(earlier)) {
                told.add(earlier);
            }
        }
        if (held.tier().atLeast(Tier.THROTTLE)) {
            Optional<Told> earlier =
                    told.stream().filter(t -> t.tier() == held.tier()).findFirst();
            Tier previous = before.published().tier();
            if (earlier.isEmpty()) {
                Told fresh = fresh();
                told.add(fresh);
                findings.add(finding(fresh, Stage.NEW, previous, folded));
            } else if (isNews(earlier.get())) {
                Told repeated = again(earlier.get());
                told.set(told.indexOf(earlier.get()), repeated);
                findings.add(finding(repeated, Stage.UPDATED, previous, folded));
            }
        }
        List<Claim> remembered = new ArrayList<>();
        held.split()
                .claims()
                .forEach(claim ->
                        remembered.add(claim.isDue(DayCell.dayOf(asOf() - 1)) ? misuse(claim, findings) : claim));
        return new Outcome(findings, told, remembered);
    }

    private Claim misuse(Claim claim, List<Finding> findings) {
        Claim told = claim.told(asOf(), held.policy().id());
        String subject =
                account() + "/" + claim.passport() + "/" + claim.fault().orElseThrow();
        Finding.Head head = new Finding.Head(
                AlertId.of(MISUSE, subject, told.first(), told.policy()),
                account(),
                claim.messages() == 0 ? Stage.NEW : Stage.UPDATED,
                asOf(),
                told.messages(),
                told.first(),
                held.policy().id());
        findings.add(new Finding.PassportMisuse(
                head,
                held.facts(),
                claim.passport(),
                claim.fault().orElseThrow(),
                claim.exchanges(),
                held.split().used(claim.passport(), claim.day()),
                new DeclaredUse(held.policy()).allowed(claim.passport())));
        return told;
    }

    private Finding finding(Told told, Stage stage, Tier previous, Profiler.Folded folded) {
        Finding.Head head = new Finding.Head(
                AlertId.of(HARVESTING, account(), told.first(), told.policy()),
                account(),
                stage,
                asOf(),
                told.count(),
                told.first(),
                held.policy().id());
        return new Finding.Harvesting(
                head,
                held.facts(),
                held.tier(),
                previous,
                published.mode(),
                held.score(),
                outlook,
                folded.profile().weightiest(),
                published.plan(),
                limited,
                published.version());
    }

    private Told fresh() {
        return new Told(held.tier(), asOf(), held.policy().id(), 1, asOf(), families(), total());
    }

    private Told again(Told told) {
        return new Told(told.tier(), told.first(), told.policy(), told.count() + 1, asOf(), families(), total());
    }

    // New families, a nat more, or the first traffic of another day.
    private boolean isNews(Told told) {
        return told.families() != families()
                || total() >= told.scoreMilli() + NEWS_MILLI
                || (!isToday(told) && !held.question().exchanges().isEmpty());
    }

    private boolean isToday(Told told) {
        return DayCell.dayOf(told.last() - 1) == DayCell.dayOf(asOf() - 1);
    }

    private long families() {
        return Published.bits(held.score().acting());
    }

    private long total() {
        return held.score().totalMilli();
    }

    private String account() {
        return held.question().account();
    }

    private long asOf() {
        return held.question().asOf();
    }
}
