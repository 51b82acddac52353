// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.adjudicate.RingFacts;
import dev.stillwatch.auditor.ring.Tie;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A ring in plain sentences: what its accounts did is held against them, that they are linked is only told. */
final class RingSentences {
    /** Of several as surprising the order of ties decides. */
    private static final Comparator<Tie> MOST_SURPRISING_FIRST = Comparator.<Tie>comparingDouble(
                    tie -> tie.coincidence().surprise())
            .reversed()
            .thenComparing(Comparator.naturalOrder());

    private RingSentences() {}

    static String title(Finding.RingHarvesting found) {
        return switch (found.tier()) {
            case SUSPEND -> "Accounts harvest outputs together: suspension recommended";
            case RESTRICT -> "Accounts probably harvest outputs together: restrict";
            case THROTTLE -> "Accounts may be harvesting outputs together: throttle";
            case WATCH, CLEAR ->
                (found.previous().atLeast(Tier.THROTTLE)
                                ? "Harvesting together no longer held: "
                                : "Accounts are linked: ")
                        + found.tier().label();
        };
    }

    static String describe(Finding.RingHarvesting found) {
        RingFacts ring = found.ring();
        if (found.head().stage() == Finding.Stage.SUPERSEDED) {
            return "Ring " + ring.id() + " is now at " + found.tier().label() + ", no longer at "
                    + found.previous().label()
                    + ": later records, other links or a person's act changed what is held.";
        }
        String reason = found.score().reasons().stream().findFirst().orElse("Nothing but the links is known.");
        String person = found.tier() == Tier.SUSPEND ? " A person must approve the suspension." : "";
        return "Ring " + ring.id() + " of " + size(ring.core(), ring.weak()) + " since " + time(ring.since()) + ": "
                + Sentences.held(found.tier(), found.score()) + " " + reason + links(ring) + " Served in recent days: "
                + ring.exchanges() + " exchanges, " + ring.outputTokens() + " output tokens."
                + budget(found.budget(), found.mode()) + person + Sentences.mode(found.mode());
    }

    /** How many accounts, in words. */
    static String size(long core, long weak) {
        return core + (core == 1 ? " account" : " accounts") + (weak > 0 ? " and " + weak + " weakly attached" : "");
    }

    /** A time to the minute. */
    static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MINUTES).toString();
    }

    /** What links them, least likely by chance first. */
    static List<Tie> ties(RingFacts ring) {
        return ring.ties().stream().sorted(MOST_SURPRISING_FIRST).toList();
    }

    private static String links(RingFacts ring) {
        List<Tie> ties = ties(ring);
        if (ties.isEmpty()) {
            return "";
        }
        int more = ties.size() - 1;
        int listed = Math.min(ties.size(), RingTelling.MOST_LISTED) - 1;
        String others = switch (more) {
            case 0 -> "";
            case 1 -> "; 1 link more is listed";
            default -> "; " + (listed < more ? listed + " of " : "") + more + " links more are listed";
        };
        return " What links them, no verdict by itself: " + ArtefactWords.tie(ties.get(0)) + others + ".";
    }

    private static String budget(LimitPlan plan, Standing.Mode mode) {
        List<String> parts = new ArrayList<>();
        if (plan.exchangesPerHour() >= 0) {
            parts.add(plan.exchangesPerHour() + " exchanges an hour");
        }
        if (plan.outputTokensPerHour() >= 0) {
            parts.add(plan.outputTokensPerHour() + " output tokens an hour");
        }
        if (plan.maxTokens() >= 0) {
            parts.add("answers of at most " + plan.maxTokens() + " tokens");
        }
        if (plan.choices() >= 0) {
            parts.add("at most " + plan.choices() + (plan.choices() == 1 ? " choice" : " choices"));
        }
        if (plan.stripLogprobs()) {
            parts.add("no log-probabilities");
        }
        if (plan.stripReasoning()) {
            parts.add("no reasoning text");
        }
        return parts.isEmpty()
                ? ""
                : " All members together " + (mode == Standing.Mode.SHADOW ? "would get " : "get ")
                        + String.join(", ", parts) + ".";
    }
}
