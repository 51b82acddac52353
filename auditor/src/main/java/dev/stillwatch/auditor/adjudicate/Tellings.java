// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.adjudicate.Finding.Stage;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Profiler;
import java.util.ArrayList;
import java.util.List;

/** Turns what is held of an account into findings: what its tier makes people hear, and misused passports. */
final class Tellings {
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
        boolean revised = folded.refolded() || lifted || held.rulings().suppressed();
        TierNews.Outcome news = new TierNews(held.tier(), asOf(), held.policy().id(), families(), total())
                .fold(
                        before.told(),
                        before.published().tier(),
                        revised,
                        !held.question().exchanges().isEmpty(),
                        false);
        List<Finding> findings = new ArrayList<>();
        news.messages().forEach(message -> findings.add(finding(message, folded)));
        List<Claim> remembered = new ArrayList<>();
        boolean heard = !held.rulings().suppressed();
        held.split()
                .claims()
                .forEach(claim -> remembered.add(
                        heard && claim.isDue(DayCell.dayOf(asOf() - 1)) ? misuse(claim, findings) : claim));
        return new Outcome(findings, news.told(), remembered);
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

    private Finding finding(TierNews.Message message, Profiler.Folded folded) {
        Told told = message.told();
        Finding.Head head = new Finding.Head(
                AlertId.of(HARVESTING, account(), told.first(), told.policy()),
                account(),
                message.stage(),
                asOf(),
                told.count(),
                told.first(),
                held.policy().id());
        return new Finding.Harvesting(
                head,
                held.facts(),
                held.tier(),
                message.previous(),
                published.mode(),
                held.score(),
                outlook,
                folded.profile().weightiest(),
                published.plan(),
                limited,
                published.version());
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
