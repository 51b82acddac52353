// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Rhythm;
import java.util.Collection;

/**
 * Whether accounts keep time with each other, more than their own rates explain. For each hour of a day every account
 * has {@code n} active bins of twelve. If they know nothing of each other, each account's bins are any {@code n} of the
 * twelve: two accounts then share a hypergeometric number of bins, with mean {@code n m / 12} and variance {@code
 * n (12 - n) m (12 - m) / (12 * 12 * 11)}, and the numbers of different pairs are uncorrelated. So the pairs of one hour
 * are one sum with a known mean and variance: no count per second, and no pair is looked at by itself. Above {@code
 * alarm} standard deviations they act at once, below minus {@code alarm} in turns.
 *
 * @param together hours in which they were active at once
 * @param inTurns hours in which they took turns
 * @param strongest greatest deviation of an hour, either way, in standard deviations
 */
public record Synchrony(int together, int inTurns, double strongest) {
    private static final int HOURS = 24;
    private static final int LEAST_ACTIVE = 3;
    private static final double BINS = Rhythm.BINS_AN_HOUR;
    private static final long HOUR_MILLIS = Rhythm.BINS_AN_HOUR * Rhythm.BIN_MILLIS;

    /**
     * When an account was active, as far as it is known.
     *
     * @param rhythm its day
     * @param asOf until when it is told, event time
     */
    public record Told(Rhythm rhythm, long asOf) {}

    /**
     * Looks at one UTC day; an account's hour counts when it is told whole.
     *
     * @param alarm standard deviations from which on an hour counts
     */
    public static Synchrony of(Collection<Told> accounts, int day, double alarm) {
        int together = 0;
        int inTurns = 0;
        double strongest = 0;
        for (int hour = 0; hour < HOURS; hour++) {
            double deviation = deviation(accounts, day, hour);
            together += deviation >= alarm ? 1 : 0;
            inTurns += deviation <= -alarm ? 1 : 0;
            strongest = Math.abs(deviation) > Math.abs(strongest) ? deviation : strongest;
        }
        return new Synchrony(together, inTurns, strongest);
    }

    private static double deviation(Collection<Told> accounts, int day, int hour) {
        long end = day * DayCell.MILLIS + (hour + 1) * HOUR_MILLIS;
        long[] active = new long[Rhythm.BINS_AN_HOUR];
        int accountsActive = 0;
        double sum = 0;
        double sumOfSquares = 0;
        double spread = 0;
        double spreadOfSquares = 0;
        for (Told told : accounts) {
            int bins = told.rhythm().day() == day && told.asOf() >= end
                    ? told.rhythm().hour(hour)
                    : 0;
            int count = Integer.bitCount(bins);
            if (count == 0) {
                continue;
            }
            accountsActive++;
            for (int bin = 0; bin < active.length; bin++) {
                active[bin] += bins >>> bin & 1;
            }
            double own = count * (BINS - count) / BINS;
            sum += count;
            sumOfSquares += (double) count * count;
            spread += own;
            spreadOfSquares += own * own;
        }
        double variance = (spread * spread - spreadOfSquares) / (2 * (BINS - 1));
        if (accountsActive < LEAST_ACTIVE || variance <= 0) {
            return 0;
        }
        double pairs = 0;
        for (long count : active) {
            pairs += count * (count - 1) / 2.0;
        }
        return (pairs - (sum * sum - sumOfSquares) / (2 * BINS)) / Math.sqrt(variance);
    }
}
