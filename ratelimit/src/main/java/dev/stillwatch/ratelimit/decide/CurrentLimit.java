// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

import java.util.Optional;

/**
 * The limit that was looked at.
 *
 * @param rate how many in which span
 * @param name its name in the limits file or the name of the plan it comes from, may be empty
 * @param had how much of it the subject may have: less than the rate where a step is silent; empty where the limit alone
 *     refuses nothing, as a quota or in shadow mode. For gateways only, never for callers
 */
public record CurrentLimit(Rate rate, String name, Optional<Rate> had) {
    /** A limit that is told as it is. */
    public CurrentLimit(Rate rate, String name) {
        this(rate, name, Optional.of(rate));
    }
}
