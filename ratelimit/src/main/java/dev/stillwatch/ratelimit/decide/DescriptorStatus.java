// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of one descriptor.
 *
 * @param code whether it is within its limit; a limit in shadow mode is always
 * @param limit the limit that was looked at, empty when none applies
 * @param remaining what is left after this request, at least 0; {@link #UNLIMITED} where nothing is counted
 * @param untilReset how long until there is as much as at the start, zero when nothing is counted
 * @param retryAfter how long until the same request would be within the limit; empty when it is, or never will be
 */
public record DescriptorStatus(
        Code code, Optional<CurrentLimit> limit, long remaining, Duration untilReset, Optional<Duration> retryAfter) {
    /** What is left of an unlimited limit on Envoy's wire: 2<sup>32</sup> - 1. */
    public static final long UNLIMITED = 0xFFFF_FFFFL;

    /** No limit applies. */
    public static final DescriptorStatus NO_LIMIT =
            new DescriptorStatus(Code.OK, Optional.empty(), 0, Duration.ZERO, Optional.empty());

    /** Within a limit or over it. */
    public enum Code {
        OK,
        OVER_LIMIT
    }
}
