// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.auditor.profile.Shift;
import java.util.List;

/**
 * Whether accounts shifted the same way on one day: the squared distance of their pooled prompts of the day from the
 * pooled prompts of their own pasts, weighed by the prompts of the day (a squared maximum mean discrepancy, linear
 * kernel). Of the square only the products of different accounts count: what sampling and its own ways do to one account
 * adds nothing on average, so nothing has to be taken off, and accounts that shift each their own way are at 0.
 *
 * <p>Null: each account is as likely to shift the opposite way, whatever its size and its days are like. The variance of the
 * sum of products under all such flips is known from the members' own shifts (a Rademacher chaos of order two), so no
 * baseline of other accounts is needed. Of accounts that all shift the same way, fewer than nine cannot reach six
 * deviations.
 *
 * @param accounts accounts compared
 * @param prompts their prompts of the day
 * @param distance squared distance a bit; around 0, and below it as often as above, when they have no shift in common
 * @param deviations the same in standard deviations of the null
 */
public record CommonShift(int accounts, long prompts, double distance, double deviations) {
    /** Accounts compared at most: the first ones by name. What more would add is certainty that nobody needs. */
    static final int MOST = 2_048;

    /** Nothing compared. */
    public static final CommonShift NONE = new CommonShift(0, 0, 0, 0);

    /**
     * Pools the shifts of one day; those of an older table or key are left out.
     *
     * @param shifts in the order of the accounts' names
     */
    public static CommonShift of(List<Shift> shifts) {
        long newest = shifts.stream()
                .filter(shift -> !shift.isNone())
                .mapToLong(Shift::table)
                .max()
                .orElse(0);
        List<Shift> compared = shifts.stream()
                .filter(shift -> !shift.isNone() && shift.table() == newest)
                .limit(MOST)
                .toList();
        double[] sum = new double[Shift.BITS];
        double[] products = new double[Shift.BITS * Shift.BITS];
        double own = 0;
        double ownSquared = 0;
        double weights = 0;
        double weightsSquared = 0;
        long prompts = 0;
        double[] weighed = new double[Shift.BITS];
        for (Shift shift : compared) {
            double length = 0;
            for (int bit = 0; bit < Shift.BITS; bit++) {
                weighed[bit] = shift.prompts() * shift.difference(bit);
                sum[bit] += weighed[bit];
                length += weighed[bit] * weighed[bit];
            }
            for (int bit = 0; bit < Shift.BITS; bit++) {
                for (int other = 0; other < Shift.BITS; other++) {
                    products[bit * Shift.BITS + other] += weighed[bit] * weighed[other];
                }
            }
            own += length;
            ownSquared += length * length;
            prompts += shift.prompts();
            weights += shift.prompts();
            weightsSquared += (double) shift.prompts() * shift.prompts();
        }
        double pairs = square(sum) - own;
        double variance = 2 * (square(products) - ownSquared);
        double weight = weights * weights - weightsSquared;
        return weight <= 0 || variance <= 0
                ? NONE
                : new CommonShift(compared.size(), prompts, pairs / weight / Shift.BITS, pairs / Math.sqrt(variance));
    }

    private static double square(double[] values) {
        double square = 0;
        for (double value : values) {
            square += value * value;
        }
        return square;
    }
}
