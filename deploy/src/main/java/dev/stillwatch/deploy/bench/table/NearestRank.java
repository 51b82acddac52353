// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.table;

/** Percentiles by nearest rank: each is a value that was seen, the least that at least the share lies at or below. */
public final class NearestRank {
    private NearestRank() {}

    /**
     * Where the percentile stands among ascending values.
     *
     * @param size how many values there are, at least 1
     * @param share from 0 to 1
     */
    public static int of(int size, double share) {
        if (size < 1 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("no rank of " + share + " among " + size);
        }
        return Math.max(0, (int) Math.ceil(share * size) - 1);
    }
}
