// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import java.util.Arrays;

/**
 * What was let pass in a spell of calls.
 *
 * @param answered calls that were decided
 * @param undecided calls that nobody could decide on
 * @param passedAt when the answer of each call that passed was there, seconds after the first question, ascending
 * @param seconds from the first question to the last answer
 */
record Spell(long answered, long undecided, double[] passedAt, double seconds) {
    double perSecond() {
        return answered / seconds;
    }

    int passed() {
        return passedAt.length;
    }

    /** How many had passed by then. */
    int passedBy(double second) {
        int found = Arrays.binarySearch(passedAt, Math.nextUp(second));
        return found < 0 ? -found - 1 : found;
    }

    /**
     * The most that had passed at any moment, in what a bucket allows until then. An answer comes after its decision, so
     * this is never more than what was decided.
     */
    double mostOfBucket(double capacity, double perSecond) {
        double most = 0;
        for (int i = 0; i < passedAt.length; i++) {
            most = Math.max(most, (i + 1) / (capacity + perSecond * passedAt[i]));
        }
        return most;
    }
}
