// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

/**
 * How often the parties of a group have something in common, against how often others do: were the group picked without
 * regard to it, its share of all coincidences would be its share of all pairs. The group may be any part of all parties:
 * a popular template's users meet the null however many they are, and a campaign of most accounts does not hide behind
 * its own size, because what it has in common itself is no part of what others do.
 *
 * @param parties parties active in the epoch
 * @param group parties of the group, at most all
 * @param elsewhere pairs of parties, not both of the group, that have an artefact of the kind in common; a pair with
 *     several counts each time, which makes the null larger
 * @param repeats links needed to join those of the group who have some in common: three for four with one card
 */
public record Coincidence(long parties, long group, long elsewhere, long repeats) implements Overlap {
    /** Counts that cannot be are refused. */
    public Coincidence {
        if (repeats < 0 || repeats >= Math.max(1, group) || group > parties || elsewhere < 0) {
            throw new IllegalArgumentException(repeats + " repeats in " + group + " of " + parties + " parties, "
                    + elsewhere + " pairs elsewhere");
        }
    }

    /** Pairs of the group that would have something in common as often as others do. */
    @Override
    public double expected() {
        double share = share();
        return share >= 1 ? 0 : elsewhere * share / (1 - share);
    }

    /**
     * How surprising the repeats are, in nats: the Chernoff bound of the binomial tail, {@code n D(k/n || s)} for k of n
     * coincidences in a group with the share s of all pairs and D the relative entropy (Hoeffding, "Probability
     * inequalities for sums of bounded random variables", JASA 58, 1963, theorem 1); 0 when not more than expected.
     */
    @Override
    public double surprise() {
        double all = repeats + elsewhere;
        double share = share();
        if (repeats <= all * share) {
            return 0;
        }
        double inside = repeats / all;
        double nats = all * inside * StrictMath.log(inside / share);
        return elsewhere == 0 ? nats : nats + elsewhere * StrictMath.log((1 - inside) / (1 - share));
    }

    /** The group's share of all pairs of parties, 0..1. */
    private double share() {
        return parties < 2 ? 1 : group * (group - 1.0) / (parties * (parties - 1.0));
    }
}
