// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

/**
 * What came of asking a plan or a budget.
 *
 * @param passes whether there was one
 * @param remaining what is left
 * @param untilFull nanoseconds until it is full
 * @param untilOne nanoseconds until there is one, the greatest number for never
 */
public record PlanTaken(boolean passes, long remaining, long untilFull, long untilOne) {
    /** There is none, and there will be none. */
    public static final PlanTaken NEVER = new PlanTaken(false, 0, 0, Long.MAX_VALUE);
}
