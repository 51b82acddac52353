// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

/**
 * How often two parties of a group have something in common, against how often two others do. Counted in pairs, so it
 * does not saturate for a thing as common as a subject, of which {@link Coincidence} expects more links than a group can
 * have.
 *
 * <p>Were the group like all others, each party would be drawn from one crowd and two would have something in common with
 * some chance p. Pairs that share a party depend on each other, so a group of n parties counts as n/2 trials and no more:
 * the mean over all its pairs is a mean of means of n/2 disjoint pairs each, and has by convexity the Chernoff bound of
 * one of them, {@code exp(-n/2 D(inside || p))} with D the relative entropy (Hoeffding, "Probability inequalities for sums
 * of bounded random variables", JASA 58, 1963, theorem 1 and section 5). So a party that has something in common with
 * everybody makes no more of it than its own pair. The others likewise, {@code exp(-m/2 D(outside || p))}. Neither knows
 * of the other, and of two independent amounts that each exceed x with a chance of at most exp(-x) the sum does with at
 * most (1 + x) exp(-x). p is not known: the one that makes the sum least counts.
 *
 * @param parties parties of the group that were compared with each other
 * @param inside share of their pairs, 0..1, that have something in common
 * @param others parties outside the group that were compared with each other
 * @param outside the same share of theirs
 * @param group all parties of the group
 */
public record Likeness(long parties, double inside, long others, double outside, long group) implements Overlap {
    /** Shares that cannot be are refused. */
    public Likeness {
        if (!(inside >= 0 && inside <= 1 && outside >= 0 && outside <= 1) || parties > group || others < 0) {
            throw new IllegalArgumentException(inside + " of the pairs of " + parties + " of " + group + " parties, "
                    + outside + " of the pairs of " + others + " others");
        }
    }

    /** Disjoint pairs that have something in common: some choice of pairs has as many. */
    @Override
    public long repeats() {
        return (long) (pairs() * inside);
    }

    @Override
    public double expected() {
        return pairs() * outside;
    }

    @Override
    public double surprise() {
        if (parties < 2 || others < 2 || inside <= outside) {
            return 0;
        }
        long pairs = pairs();
        long otherPairs = others / 2;
        double pooled = (pairs * inside + otherPairs * outside) / (pairs + otherPairs);
        double nats = pairs * entropy(inside, pooled) + otherPairs * entropy(outside, pooled);
        return Math.max(0, nats - StrictMath.log1p(nats));
    }

    private long pairs() {
        return parties / 2;
    }

    /** Relative entropy of two chances, in nats. */
    private static double entropy(double seen, double expected) {
        return part(seen, expected) + part(1 - seen, 1 - expected);
    }

    private static double part(double seen, double expected) {
        return seen == 0 ? 0 : seen * StrictMath.log(seen / expected);
    }
}
