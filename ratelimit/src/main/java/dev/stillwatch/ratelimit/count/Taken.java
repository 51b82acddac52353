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
}
