// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

/**
 * What one call takes from its subject's plan and from the budget that the subject shares: from both or from neither.
 *
 * @param subject whose plan it is
 * @param perHour exchanges an hour of the plan, at most {@link #MOST_PER_HOUR}; negative when the plan is not asked
 * @param ring whose budget it is; empty when the subject shares none
 * @param ringPerHour exchanges an hour of the budget, at most {@link #MOST_PER_HOUR}; negative when it is not asked
 * @param shadow whether the budget is the one that shadow mode counts
 * @param looks whether nothing is taken
 */
public record Drawing(String subject, long perHour, String ring, long ringPerHour, boolean shadow, boolean looks) {
    /** Beyond this an hour, nothing is limited: Bucket4j refills one a nanosecond at most. */
    public static final long MOST_PER_HOUR = 1_000_000_000;

    /** Whether the plan is asked. */
    public boolean asksPlan() {
        return perHour >= 0;
    }

    /** Whether the budget is asked. */
    public boolean asksBudget() {
        return ringPerHour >= 0;
    }

    /** The same of the plan alone. */
    public Drawing ofPlan() {
        return new Drawing(subject, perHour, "", -1, false, looks);
    }

    /** The same of the budget alone. */
    public Drawing ofBudget() {
        return new Drawing("", -1, ring, ringPerHour, shadow, looks);
    }
}
