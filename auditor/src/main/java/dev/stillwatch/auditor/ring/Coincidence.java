// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

/**
 * How many of a group have something in common, against a group of as many picked without regard to it. The group may be
 * any share of all: the null grows with it, so a popular template's users meet it however many they are, and a campaign
 * of a quarter of all accounts does not hide behind its own size.
 *
 * @param parties parties active in the epoch
 * @param group parties of the group, at most all
 * @param sharing pairs of all parties that have an artefact of the kind in common; a pair with several counts each time,
 *     which makes the null larger
 * @param repeats links needed to join those of the group who have some in common: three for four with one card
 */
public record Coincidence(long parties, long group, long sharing, long repeats) {
    /** Counts that cannot be are refused. */
    public Coincidence {
        if (repeats < 0 || repeats >= Math.max(1, group) || group > parties || sharing < repeats) {
            throw new IllegalArgumentException(
                    repeats + " repeats in " + group + " of " + parties + " parties, " + sharing + " pairs in all");
        }
    }

    /** Expected pairs of the group with something in common; never below the expected repeats. */
    public double expected() {
        return parties < 2 ? 0 : (double) sharing * (group * (group - 1.0)) / (parties * (parties - 1.0));
    }

    /**
     * How surprising the repeats are, in nats: the Chernoff bound of the Poisson tail, {@code k ln(k/m) - (k - m)} for k
     * seen and m expected (Mitzenmacher and Upfal, Probability and Computing, theorem 5.4); 0 when not more than
     * expected. Coincidences of few among many are close to Poisson (the birthday problem).
     */
    public double surprise() {
        double mean = expected();
        return repeats <= mean ? 0 : repeats * StrictMath.log(repeats / mean) - (repeats - mean);
    }

    /**
     * Whether it ties: by chance that would happen in fewer than {@code falsely} of all groups looked at together
     * (Bonferroni's correction).
     *
     * @param looks groups and kinds looked at in the epoch, at least 1
     * @param falsely ties by chance that an epoch may have, above 0
     */
    public boolean ties(long looks, double falsely) {
        return surprise() >= StrictMath.log(looks / falsely);
    }
}
