// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.header.Header;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What stands behind one door.
 *
 * @param limiter who decides, counted and timed under the door's name
 * @param domains the domains in force, asked for at every request
 * @param clock for headers that tell instants
 */
record Desk(InstrumentedLimiter limiter, Supplier<Domains> domains, InstantSource clock) {
    /** What callers of the domain are told with an answer. */
    List<Header> headers(String domain, LimitResponse response) {
        return domains.get().headers(domain).headers(response, clock.instant());
    }
}
