// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.snapshot;

import java.math.BigInteger;

/** How much of a limit was used at some instant, in terms from which every later instant follows. Times are milliseconds since 1970. */
public sealed interface CounterState {
    /** The latest instant that a state can name, the end of the year 9999: what takes longer to fill up is told as full then. */
    long NEVER = 253_402_300_799_999L;

    /** Most that can be counted, or held. */
    long MOST = 1L << 40;

    /** From when on it says nothing, by the plan that it was counted under. */
    long until();

    /**
     * The count of a fixed window.
     *
     * @param start of the window
     * @param span length of the window, at least 1 ms
     * @param count what was counted in it, at least 0
     */
    record Window(long start, long span, long count) implements CounterState {
        @Override
        public long until() {
            return count == 0 ? start : start + span;
        }
    }

    /**
     * The level of a token bucket.
     *
     * @param level tokens at the instant, at least 0, at most the capacity
     * @param capacity most tokens; 0 for a plan that lets nothing pass, after which nothing is left
     * @param at the instant at which it held exactly so many; what came since is for the plan to say that is then in force
     * @param full when it is full by the plan of then, not before the instant
     * @param unitLeft what was left of the aligned unit that holds the instant, negative where none is counted
     */
    record Bucket(long level, long capacity, long at, long full, long unitLeft) implements CounterState {
        @Override
        public long until() {
            return full;
        }

        /**
         * The level under another capacity: the same share of a smaller one, rounded down, so that nobody keeps a bucket
         * of the old size, and the same number of a larger one, so that nobody gains by a change.
         */
        public long levelUnder(long other) {
            if (other >= capacity) {
                return level;
            }
            return BigInteger.valueOf(level)
                    .multiply(BigInteger.valueOf(other))
                    .divide(BigInteger.valueOf(capacity))
                    .longValueExact();
        }
    }
}
