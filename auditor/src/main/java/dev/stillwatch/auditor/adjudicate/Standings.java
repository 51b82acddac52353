// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.policies.policy.Policy.PlanSizing;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what is held with what was published, and publishes what changed or grows old. */
final class Standings {
    private static final int MOST_REASONS = 5;

    private Standings() {}

    /** What is published next; its version grows only when something changed or a refresh is due. */
    static Published next(Published before, Held held, LimitPlan plan) {
        Tier tier = held.tier();
        Standing.Mode mode = held.rulings().mode(held.policy(), tier);
        long families = tier == Tier.CLEAR ? 0 : Published.bits(held.score().acting());
        Published now = new Published(
                before.version() + 1,
                tier,
                tier == before.tier() ? before.since() : held.question().asOf(),
                tier == before.tier() ? before.tierVersion() : before.version() + 1,
                families,
                plan,
                held.policy().id(),
                mode,
                held.question().asOf(),
                held.score().totalMilli());
        return changed(before, now)
                        || held.policy()
                                .ladder()
                                .plan()
                                .isDue(held.tier(), before.at(), held.question().asOf())
                        || endsUnasked(before, held)
                        || newlyDeclared(before, held)
                ? now
                : before.scored(held.score().totalMilli());
    }

    /** The standing, empty when nothing new is published. */
    static Optional<Standing> publish(Published before, Published now, Held held) {
        if (now.version() == before.version()) {
            return Optional.empty();
        }
        PlanSizing sizing = held.policy().ladder().plan();
        return Optional.of(new Standing(
                held.question().account(),
                now.tier(),
                now.tier() == Tier.CLEAR ? Set.of() : held.score().acting(),
                held.score().totalMilli(),
                now.plan(),
                "",
                "",
                now.mode(),
                reasons(held),
                now.policy(),
                now.version(),
                now.since(),
                now.at(),
                sizing.validMillis(),
                sizing.maximumAgeMillis()));
    }

    private static List<String> reasons(Held held) {
        List<String> reasons = new ArrayList<>();
        int today = DayCell.dayOf(held.question().asOf() - 1);
        List<Claim> declared = held.split().declaredOn(today);
        for (Claim claim : declared.isEmpty() ? held.split().declaredOn(today - 1) : declared) {
            reasons.add("Declared use: " + claim.exchanges() + (claim.exchanges() == 1 ? " exchange" : " exchanges")
                    + " on " + LocalDate.ofEpochDay(claim.day()) + " under passport " + claim.passport()
                    + ", which allows "
                    + new DeclaredUse(held.policy()).allowed(claim.passport()) + " a day.");
        }
        if (held.rulings().suppressed()) {
            reasons.add("A person asked for silence on this account.");
        }
        held.score().reasons().stream().limit(MOST_REASONS).forEach(reasons::add);
        return reasons;
    }

    /** Whether a reader would act on the difference. */
    static boolean changed(Published before, Published now) {
        if (before.tier() == Tier.CLEAR && now.tier() == Tier.CLEAR) {
            return false;
        }
        return before.tier() != now.tier()
                || before.families() != now.families()
                || !before.plan().equals(now.plan())
                || !before.policy().equals(now.policy())
                || before.mode() != now.mode();
    }

    // Of an account that falls silent nobody asks again before the next day has begun: the day's first judgement says
    // again what would end before that.
    private static boolean endsUnasked(Published before, Held held) {
        int today = DayCell.dayOf(held.question().asOf() - 1);
        long asked = (today + 1) * DayCell.MILLIS + held.policy().timing().bucket();
        return held.tier().atLeast(Tier.THROTTLE)
                && DayCell.dayOf(before.at() - 1) < today
                && before.at() + held.policy().ladder().plan().validMillis() < asked;
    }

    // A declared run is recorded when it begins and, with the day's count, when the day has closed: a reader sees why
    // nothing was held against it and can add up the accounts of one passport.
    private static boolean newlyDeclared(Published before, Held held) {
        int today = DayCell.dayOf(held.question().asOf() - 1);
        int published = before.version() == 0 ? Integer.MIN_VALUE : DayCell.dayOf(before.at() - 1);
        return published < today
                && (held.split().declared() > 0
                        || !held.split().declaredOn(today - 1).isEmpty());
    }
}
