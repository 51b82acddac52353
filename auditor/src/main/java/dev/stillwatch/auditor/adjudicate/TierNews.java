// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.auditor.adjudicate.Finding.Stage;
import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a subject's tier makes people hear: folded per tier, updated when there is news, superseded and never withdrawn. A
 * tier that a subject only comes down to is no alert of its own until something speaks for it again.
 *
 * @param tier the tier held
 * @param asOf end of what was judged, event time
 * @param policy policy id that judged
 * @param families bit set of the families that speak
 * @param scoreMilli the score
 */
record TierNews(Tier tier, long asOf, String policy, long families, long scoreMilli) {
    /** Growth of the score that is news, thousandths of a nat. */
    private static final long NEWS_MILLI = 1_000;

    /**
     * One message.
     *
     * @param told the alert, this message counted
     * @param stage how far it has come
     * @param previous the tier before
     */
    record Message(Told told, Stage stage, Tier previous) {}

    /** Messages, and what is remembered of them. */
    record Outcome(List<Message> messages, List<Told> told) {}

    /**
     * Folds what is held into what was told.
     *
     * @param before alerts in force
     * @param previous the tier published before
     * @param revised whether a milder tier makes an earlier alert void, and is not just a quieter day
     * @param active whether another day is news
     * @param more whether there is other news
     */
    Outcome fold(List<Told> before, Tier previous, boolean revised, boolean active, boolean more) {
        List<Message> messages = new ArrayList<>();
        List<Told> told = new ArrayList<>();
        for (Told earlier : before) {
            if (!tier.atLeast(earlier.tier()) && revised) {
                messages.add(new Message(again(earlier), Stage.SUPERSEDED, earlier.tier()));
            } else if (tier.atLeast(earlier.tier()) || isToday(earlier)) {
                told.add(earlier);
            }
        }
        if (tier.atLeast(Tier.THROTTLE)) {
            Optional<Told> earlier = told.stream().filter(t -> t.tier() == tier).findFirst();
            if (earlier.isEmpty() && (revised || families != 0 || !previous.atLeast(tier))) {
                Told fresh = new Told(tier, asOf, policy, 1, asOf, families, scoreMilli);
                told.add(fresh);
                messages.add(new Message(fresh, Stage.NEW, previous));
            } else if (earlier.isPresent() && (more || isNews(earlier.get(), active))) {
                Told repeated = again(earlier.get());
                told.set(told.indexOf(earlier.get()), repeated);
                messages.add(new Message(repeated, Stage.UPDATED, previous));
            }
        }
        return new Outcome(messages, told);
    }

    private Told again(Told told) {
        return new Told(told.tier(), told.first(), told.policy(), told.count() + 1, asOf, families, scoreMilli);
    }

    // New families, a nat more, or another day.
    private boolean isNews(Told told, boolean active) {
        return told.families() != families
                || scoreMilli >= told.scoreMilli() + NEWS_MILLI
                || (active && !isToday(told));
    }

    private boolean isToday(Told told) {
        return DayCell.dayOf(told.last() - 1) == DayCell.dayOf(asOf - 1);
    }
}
