// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.decide.UndecidedException;

/** Decides as a {@link Limiter} does, for a door that then decides on what a call may cost. */
public interface Gate {
    /**
     * Counts the request and says whether it may pass, and what its standing leaves it; a request that only looks takes
     * nothing.
     *
     * @throws UndecidedException when it cannot tell
     */
    Pass pass(LimitRequest request) throws UndecidedException;

    /** Whether its subject is blocked, so that it is refused by {@link #pass} without asking anybody else. */
    boolean isBlocked(LimitRequest request);
}
