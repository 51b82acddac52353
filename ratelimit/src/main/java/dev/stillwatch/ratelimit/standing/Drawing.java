// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

/**
 * What one call takes from its subject's plan and from the budget that the subject shares: from both or from neither.
 *
 * @param subject whose plan it is
 * @param perHour exchanges an hour of the plan, at most {@link #MOST_PER_HOUR}; negative when the plan is not asked
 * @param ring whose members share a budget; empty when the subject shares none
 * @param ringPerHour exchanges an hour of the budget, at most {@link #MOST_PER_HOUR}; negative when it is not asked
 * @param shadow whether the budget is the one that shadow mode counts
 * @param looks whether nothing is taken
 */
public record Drawing(String subject, long perHour, String ring, long ringPerHour, boolean shadow, boolean looks) {
    /** Beyond this an hour, nothing is limited: Bucket4j refills one a nanosecond at most. */
    public static final long MOST_PER_HOUR = 1_000_000_000;

    /** Who decides on it: a ring on all that its members take. */
    public String owner() {
        return ring.isEmpty() ? subject : ring;
    }

    /** Whether there is anything to ask. */
    public boolean asks() {
        return perHour >= 0 || ringPerHour >= 0;
    }
}
