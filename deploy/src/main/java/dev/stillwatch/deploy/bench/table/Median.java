// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.table;

import java.util.Arrays;

/** The middle of several readings: one round that something disturbed moves it little. */
public final class Median {
    private Median() {}

    /** The middle one, or the mean of the middle two: of an even number neither half is favoured. At least one value. */
    public static double of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
