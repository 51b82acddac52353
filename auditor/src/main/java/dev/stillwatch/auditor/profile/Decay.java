// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/**
 * Exponential decay in deterministic integer fixed point: counts have {@link #FRACTION} fractional bits, the factor 32.
 *
 * @param factor 2^(-days/halfLife) times 2^32, rounded; at most 2^32
 */
record Decay(long factor) {
    /** Fractional bits of a count. */
    static final int FRACTION = 8;
    /** One occurrence. */
    static final long ONE = 1L << FRACTION;

    private static final int FACTOR_BITS = 32;

    /** Decay over whole days. StrictMath: the same factor on every machine. */
    static Decay over(int days, int halfLifeDays) {
        return new Decay(Math.round(StrictMath.pow(2, -(double) days / halfLifeDays) * (double) (1L << FACTOR_BITS)));
    }

    /** The decayed count, rounded down: a count can reach 0. */
    long apply(long count) {
        long high = Math.multiplyHigh(count, factor);
        return high << FACTOR_BITS | count * factor >>> FACTOR_BITS;
    }
}
