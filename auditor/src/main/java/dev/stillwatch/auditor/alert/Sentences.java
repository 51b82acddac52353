// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.alert;

import dev.stillwatch.auditor.adjudicate.Finding;
import dev.stillwatch.auditor.adjudicate.Score;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Findings in plain sentences. */
final class Sentences {
    private Sentences() {}

    static String title(Finding finding) {
        if (finding instanceof Finding.Harvesting harvesting) {
            return switch (harvesting.tier()) {
                case SUSPEND -> "Outputs are being harvested: suspension recommended";
                case RESTRICT -> "Outputs are probably being harvested: restrict";
                case THROTTLE -> "Outputs may be being harvested: throttle";
                case WATCH, CLEAR ->
                    "Harvesting no longer held: " + harvesting.tier().label();
            };
        }
        if (finding instanceof Finding.RingHarvesting ring) {
            return RingSentences.title(ring);
        }
        return finding instanceof Finding.PassportMisuse ? "Evaluation passport misused" : "A source rejects more";
    }

    static String describe(Finding finding) {
        if (finding instanceof Finding.Harvesting harvesting) {
            return harvesting(harvesting);
        }
        if (finding instanceof Finding.RingHarvesting ring) {
            return RingSentences.describe(ring);
        }
        if (finding instanceof Finding.PassportMisuse misuse) {
            if (misuse.fault() == Finding.PassportFault.OVERRUN) {
                return "Account " + misuse.facts().account() + " made " + exchanges(misuse.used())
                        + " in a day under passport " + misuse.passport() + ", which allows " + misuse.allowed() + ". "
                        + (misuse.exchanges() == 1
                                ? "The one beyond is judged like any other."
                                : "The " + misuse.exchanges() + " beyond are judged like any others.");
            }
            String allowed = misuse.allowed() > 0 ? ", " + misuse.allowed() + " a day are allowed" : "";
            return "Account " + misuse.facts().account() + " claimed passport " + misuse.passport() + ", which "
                    + misuse.fault().words() + " (" + exchanges(misuse.exchanges()) + allowed
                    + "). The claim exempts nothing.";
        }
        Finding.SourceHealth health = (Finding.SourceHealth) finding;
        return "Source " + health.source() + " had " + health.rejected() + " of " + health.records()
                + " records rejected in an hour, mostly " + health.commonest() + "; "
                + before(health.usualShare()) + ". What is rejected is not judged.";
    }

    private static String before(OptionalDouble usual) {
        return usual.isPresent() ? "before it was " + percent(usual.getAsDouble()) : "nothing came from it before";
    }

    private static String harvesting(Finding.Harvesting found) {
        if (found.head().stage() == Finding.Stage.SUPERSEDED) {
            return "Account " + found.facts().account() + " is now at "
                    + found.tier().label() + ", no longer at "
                    + found.previous().label() + ": later records or a person's act changed what is held.";
        }
        String reason = found.score().reasons().stream().findFirst().orElseGet(() -> unspoken(found.score()));
        String person = found.tier() == Tier.SUSPEND ? " A person must approve the suspension." : "";
        return "Account " + found.facts().account() + ": " + held(found.tier(), found.score()) + " " + reason + person
                + mode(found.mode());
    }

    /** Evidence has a sentence; a person's verdict has none, and a tier outlasts what it was reached by. */
    private static String unspoken(Score score) {
        return score.totalMilli() > 0
                ? "A person found that it distils."
                : "Nothing speaks for it now: it is held from an earlier day.";
    }

    private static String exchanges(long count) {
        return count + (count == 1 ? " exchange" : " exchanges");
    }

    /** The tier and what it stands on. */
    static String held(Tier tier, Score score) {
        Set<Family> acting = score.acting();
        String families = acting.stream().sorted().map(Family::label).collect(Collectors.joining(", "));
        return tier.label() + " on " + acting.size() + (acting.size() == 1 ? " family" : " families")
                + (acting.isEmpty() ? "" : " (" + families + ")") + ", " + nats(score.totalMilli()) + " nats.";
    }

    /** What a reader must know before he looks for limits that are not there. */
    static String mode(Standing.Mode mode) {
        return mode == Standing.Mode.SHADOW ? " Shadow: nothing is limited." : "";
    }

    static String nats(long milli) {
        return BigDecimal.valueOf(milli, 3).setScale(1, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String percent(double share) {
        return BigDecimal.valueOf(share * 100)
                        .setScale(1, RoundingMode.HALF_EVEN)
                        .toPlainString() + " %";
    }
}
