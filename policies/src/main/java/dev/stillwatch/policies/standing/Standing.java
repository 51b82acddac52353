// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.standing;

import java.util.List;
import java.util.Set;

/**
 * What Stillwatch holds of one subject now, complete in itself: a limiter needs nothing else to act on it.
 *
 * @param subject account or ring id
 * @param tier rung of the ladder
 * @param families families with evidence for it
 * @param scoreMilli summed, capped log-likelihood ratio, in thousandths of a nat
 * @param plan what to allow
 * @param ring ring of the subject, empty when none
 * @param budget id of the budget shared by the ring, empty when none
 * @param mode whether the plan is enforced or only recorded
 * @param reasons plain sentences, heaviest first
 * @param policy policy id that judged, {@code name@version}
 * @param version grows with every change of this subject's standing; an act names it
 * @param since event time at which this tier began, milliseconds since 1970
 * @param asOf end of the closed bucket that was judged, event time
 * @param validMillis how long it holds, counted from receipt
 * @param maximumAgeMillis at start-up, older than this (against {@code asOf}) is ignored
 */
public record Standing(
        String subject,
        Tier tier,
        Set<Family> families,
        long scoreMilli,
        LimitPlan plan,
        String ring,
        String budget,
        Mode mode,
        List<String> reasons,
        String policy,
        long version,
        long since,
        long asOf,
        long validMillis,
        long maximumAgeMillis) {

    /** Copies the collections: a standing never changes. */
    public Standing {
        families = Set.copyOf(families);
        reasons = List.copyOf(reasons);
    }

    /** Whether a plan bites. */
    public enum Mode {
        /** Recorded only; the default. */
        SHADOW,
        /** Applied by the limiter. */
        ENFORCE
    }
}
