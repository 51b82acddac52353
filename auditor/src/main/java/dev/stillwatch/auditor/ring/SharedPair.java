// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

/**
 * Two artefacts of different families, and how many accounts have both. The null: accounts pick the one without regard to
 * the other, so of {@code accounts} about {@code withOne * withOther / accounts} have both. A resident of a large
 * network who uses a popular template meets that number and is no evidence, however many they are; a campaign of a
 * quarter of all accounts is far above it, where a bound on popularity would have thrown it away.
 *
 * @param accounts accounts active in the epoch, at least 1
 * @param withOne accounts with the first artefact
 * @param withOther accounts with the second
 * @param withBoth accounts with both, at most the lesser of the two
 */
public record SharedPair(long accounts, long withOne, long withOther, long withBoth) {
    /** Counts that cannot be are refused. */
    public SharedPair {
        if (withBoth < 0 || withBoth > Math.min(withOne, withOther) || Math.max(withOne, withOther) > accounts) {
            throw new IllegalArgumentException(
                    withBoth + " with both of " + withOne + " and " + withOther + " of " + accounts + " accounts");
        }
    }

    /** Accounts expected to have both by chance. */
    public double expected() {
        return (double) withOne * withOther / accounts;
    }

    /**
     * How surprising the number with both is, in nats: the Chernoff bound of the Poisson tail, {@code k ln(k/m) - (k -
     * m)} for k seen and m expected (Mitzenmacher and Upfal, Probability and Computing, theorem 5.4), which is never
     * above the exact value; 0 when not more than expected. The chance of so many by accident is at most {@code exp} of
     * minus it.
     */
    public double surprise() {
        double mean = expected();
        if (withBoth <= mean) {
            return 0;
        }
        return withBoth * StrictMath.log(withBoth / mean) - (withBoth - mean);
    }

    /**
     * Whether it links: at least two accounts have both, and by chance that would happen in fewer than {@code falsely}
     * of all the pairs looked at together (Bonferroni's correction for the number of pairs).
     *
     * @param pairs pairs of artefacts looked at in the epoch, at least 1
     * @param falsely pairs that may link by chance in an epoch, above 0
     */
    public boolean links(long pairs, double falsely) {
        return withBoth >= 2 && surprise() >= StrictMath.log(pairs / falsely);
    }
}
