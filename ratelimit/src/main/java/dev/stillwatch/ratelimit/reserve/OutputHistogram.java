// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import java.util.OptionalLong;

/**
 * Lengths of answers, of the latest day in which any was seen and of the day before; what is older has faded. Four
 * buckets to a doubling and whole numbers only: the order of observations within a day changes nothing, and a quantile
 * is at most a quarter above the true one. Under 1 KB. Not safe for threads.
 */
final class OutputHistogram {
    /** Fewer answers than that say nothing of the longest twentieth of them. */
    static final int ENOUGH = 20;

    private static final int DOUBLINGS = 30;
    private static final int BUCKETS = 4 * DOUBLINGS;

    private long day = Long.MIN_VALUE;
    private int[] today = new int[BUCKETS];
    private int[] before = new int[BUCKETS];

    /** Counts one answer. */
    void observe(long tokens, long atDay) {
        if (atDay > day) {
            before = atDay - 1 == day ? today : new int[BUCKETS];
            today = new int[BUCKETS];
            day = atDay;
        }
        if (atDay >= day - 1) {
            int[] counts = atDay == day ? today : before;
            int bucket = bucket(tokens);
            counts[bucket] = Math.max(counts[bucket], counts[bucket] + 1);
        }
    }

    /** Length that nineteen in twenty do not pass, empty while too few were seen. */
    OptionalLong p95(long atDay) {
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += count(i, atDay);
        }
        if (total < ENOUGH) {
            return OptionalLong.empty();
        }
        long rank = total - total / 20;
        int i = 0;
        for (long seen = count(0, atDay); seen < rank; seen += count(i, atDay)) {
            i++;
        }
        return OptionalLong.of(longest(i));
    }

    private long count(int bucket, long atDay) {
        long counted = atDay <= day + 1 ? today[bucket] : 0;
        return atDay <= day ? counted + before[bucket] : counted;
    }

    /** Lengths up to seven have a bucket each; above, the two bits after the first choose among four. */
    static int bucket(long tokens) {
        if (tokens < 4) {
            return (int) Math.max(0, tokens);
        }
        int doubling = 63 - Long.numberOfLeadingZeros(tokens);
        int quarter = (int) (tokens >>> (doubling - 2)) & 3;
        return Math.min(BUCKETS - 1, 4 * (doubling - 1) + quarter);
    }

    /** Greatest length of the bucket. */
    static long longest(int bucket) {
        if (bucket < 4) {
            return bucket;
        }
        int doubling = bucket / 4 + 1;
        return ((5L + bucket % 4) << (doubling - 2)) - 1;
    }
}
