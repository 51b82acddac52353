// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Which account calls next where few call often and many seldom: the k-th most frequent in proportion to 1/k. */
final class Zipf {
    private static final long SEED = 41;

    private Zipf() {}

    /** So many draws of accounts from 0, the most frequent, up; always the same. */
    static int[] draws(int accounts, int draws) {
        double[] upTo = new double[accounts];
        double sum = 0;
        for (int i = 0; i < accounts; i++) {
            sum += 1.0 / (i + 1);
            upTo[i] = sum;
        }
        SplittableRandom random = new SplittableRandom(SEED);
        int[] drawn = new int[draws];
        for (int i = 0; i < draws; i++) {
            int at = Arrays.binarySearch(upTo, random.nextDouble(sum));
            drawn[i] = Math.min(accounts - 1, at < 0 ? -at - 1 : at);
        }
        return drawn;
    }
}
