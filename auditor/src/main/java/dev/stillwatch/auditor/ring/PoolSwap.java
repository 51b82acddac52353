// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.Arrays;

/**
 * How many of a ring's accounts came in the place of others that had gone silent: what a pool of accounts looks like
 * that is swapped after a ban, or rotated. Each account that went is paired with one that first came after its last
 * exchange and within a day, each at most once: never with itself, nor with one that came and went with it. Does not
 * depend on the order of the accounts.
 */
public final class PoolSwap {
    /** How long an account has been silent before it counts as gone. */
    static final long SILENT_MILLIS = 48 * 3_600_000L;
    /** How soon after its last exchange another one takes its place. */
    static final long SOON_MILLIS = 24 * 3_600_000L;

    private PoolSwap() {}

    /**
     * The pairs.
     *
     * @param first event time at which each account was first seen with what the ring has in common
     * @param last event time of each account's last contribution, in the same order
     * @param asOf now, event time
     */
    public static int pairs(long[] first, long[] last, long asOf) {
        long[] gone = Arrays.stream(last)
                .filter(time -> time + SILENT_MILLIS <= asOf)
                .sorted()
                .toArray();
        long[] came = first.clone();
        Arrays.sort(came);
        int pairs = 0;
        int next = 0;
        for (long went : gone) {
            while (next < came.length && came[next] <= went) {
                next++;
            }
            if (next < came.length && came[next] <= went + SOON_MILLIS) {
                pairs++;
                next++;
            }
        }
        return pairs;
    }
}
