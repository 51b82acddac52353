// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

/**
 * How much the accounts of a ring ask the same prompts, rather than share them out: 0 when no prompt was asked by two of
 * them, 1 when every prompt was asked by all. Who harvests shares prompts out, since the same question from a second account
 * brings little; customers who run one public benchmark each ask all of it. A day's prompts are counted anew, and at its
 * begin few were asked, so the day before speaks too. Immutable.
 *
 * @param day the UTC day that {@code today} is of
 * @param today the most that was seen of it, thousandths
 * @param before the most that was seen of the day before, thousandths
 */
public record SamePrompts(int day, int today, int before) {
    /** Nothing was seen. */
    public static final SamePrompts NONE = new SamePrompts(0, 0, 0);

    /**
     * Of accounts that ask so many prompts.
     *
     * @param accounts how many there are
     * @param prompts different prompts looked at
     * @param asked pairs of an account and a prompt that it asked, of these
     */
    public static double of(long accounts, long prompts, long asked) {
        if (accounts < 2 || prompts == 0) {
            return 0;
        }
        // Each prompt was asked by one at least: only the others tell.
        double others = (double) asked / prompts - 1;
        return Math.max(0, others / (accounts - 1));
    }

    /** With what was seen at an instant of a UTC day, not before {@link #day}. */
    public SamePrompts seen(int at, double same) {
        int milli = (int) Math.round(1000 * same);
        return at == day
                ? new SamePrompts(day, Math.max(today, milli), before)
                : new SamePrompts(at, milli, at == day + 1 ? today : 0);
    }

    /** The greater of both days, 0 to 1. */
    public double most() {
        return Math.max(today, before) / 1000.0;
    }
}
