// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

/**
 * What became of one taking.
 *
 * @param within whether it is within the limit
 * @param used how much of the limit is used after it, more than the limit where what is refused counts too
 * @param remaining what is left after it, at least 0
 * @param untilReset nanoseconds until there is as much as at the start
 * @param retryAfter nanoseconds until the same taking would be within the limit; {@link #NEVER} when it is, or never will
 *     be
 */
public record Taken(boolean within, long used, long remaining, long untilReset, long retryAfter) {
    /** No time at which trying again would help. */
    public static final long NEVER = -1;

    /**
     * What a window says.
     *
     * @param limit most in a window
     * @param count what is counted in it after the taking
     * @param hits what was taken, below 0 where it was given back
     * @param givesBack whether it was given back
     * @param untilReset nanoseconds until the window ends
     */
    public static Taken ofWindow(long limit, long count, long hits, boolean givesBack, long untilReset) {
        boolean within = givesBack || count <= limit;
        return new Taken(
                within,
                count,
                Math.max(0, limit - count),
                untilReset,
                within || hits > limit || limit == 0 ? NEVER : untilReset);
    }
}
