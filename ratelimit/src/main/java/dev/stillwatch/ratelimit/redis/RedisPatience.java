// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.redis;

import java.time.Duration;

/**
 * How long a Redis is waited for.
 *
 * @param connect most that connecting takes
 * @param answer most that a request waits for its answer
 * @param mostInFlight requests at once that wait, or whose answer has not come; one more is undecided
 */
public record RedisPatience(Duration connect, Duration answer, int mostInFlight) {
    /** 100 ms to connect; 20 ms, after which Envoy goes on by itself unless told otherwise; 128, below the threads that doors wait on. */
    public static final RedisPatience DEFAULT = new RedisPatience(Duration.ofMillis(100), Duration.ofMillis(20), 128);

    /** Refuses what is out of range. */
    public RedisPatience {
        if (!isSome(connect) || !isSome(answer) || mostInFlight < 1) {
            throw new IllegalArgumentException("a Redis must be waited for");
        }
    }

    private static boolean isSome(Duration time) {
        return !time.isNegative() && !time.isZero();
    }
}
