// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

/**
 * How much the accounts of a ring ask the same prompts, rather than share them out. Who harvests shares prompts out, since
 * the same question from a second account brings little; customers who run one public benchmark each ask all of it.
 *
 * <p>A day's prompts are counted anew. While it has fewer than half of those of the day before, that day speaks, because
 * in the morning few were asked; from then on only the open day does. So a few prompts that all ask, or a day of them, hide
 * nothing once more is asked. Immutable.
 *
 * @param day the UTC day that {@code today} is of
 * @param today what was seen of it last
 * @param before what was seen last of the day before
 */
public record SamePrompts(int day, Look today, Look before) {
    /** Nothing was seen. */
    public static final SamePrompts NONE = new SamePrompts(0, Look.NOTHING, Look.NOTHING);

    /**
     * What one day's prompts show.
     *
     * @param milli thousandths: 0 when no prompt was asked by two accounts, 1000 when every prompt was asked by all
     * @param prompts different prompts, over all accounts
     */
    public record Look(int milli, long prompts) {
        /** No prompts. */
        public static final Look NOTHING = new Look(0, 0);

        /**
         * Of a sample of the prompts.
         *
         * @param accounts that ask
         * @param sampled different prompts looked at
         * @param asked pairs of an account and a prompt that it asked, of these
         * @param prompts different prompts there are
         */
        public static Look of(long accounts, long sampled, long asked, long prompts) {
            if (accounts < 2 || sampled == 0) {
                return new Look(0, prompts);
            }
            // Each prompt was asked by one at least: only the others tell.
            double others = (double) asked / sampled - 1;
            return new Look((int) Math.round(1000 * Math.max(0, others / (accounts - 1))), prompts);
        }
    }

    /** With what was seen at an instant of a UTC day, not before {@link #day}. */
    public SamePrompts seen(int at, Look look) {
        return new SamePrompts(at, look, at == day ? before : at == day + 1 ? today : Look.NOTHING);
    }

    /** What holds now, 0 to 1. */
    public double share() {
        return (2 * today.prompts() < before.prompts() ? before : today).milli() / 1000.0;
    }
}
