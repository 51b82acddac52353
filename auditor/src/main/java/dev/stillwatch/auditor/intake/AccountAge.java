// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import java.time.Duration;
import java.time.Instant;

/** When logs say that accounts were made. */
final class AccountAge {
    /** How far the clock that dates accounts may be ahead of the one that dates requests. */
    private static final Duration CLOCKS_APART = Duration.ofDays(1);

    private AccountAge() {}

    /**
     * Whether an account can have been made then. Programs write a moment that they do not know as the first one that
     * they can: the year 1 in Go and .NET, 1970 elsewhere. An account that was made after it asked is as unknown.
     *
     * @param made milliseconds since 1970
     */
    static boolean isUsable(long made, Instant asked) {
        return made > 0 && made <= asked.plus(CLOCKS_APART).toEpochMilli();
    }
}
