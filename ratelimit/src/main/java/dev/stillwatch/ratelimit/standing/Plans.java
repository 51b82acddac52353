// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.UndecidedException;

/** Counts calls against standings alone, for a door that decides on the rest itself. */
@FunctionalInterface
public interface Plans {
    /** Of a limiter that follows no standings. */
    Plans NONE = request -> PlanHold.NOTHING;

    /**
     * Takes an exchange from the plan of the call's subject and from the budget that it shares, or says which refuses; a
     * request that only looks takes nothing.
     *
     * @throws UndecidedException when it cannot tell
     */
    PlanHold hold(LimitRequest request) throws UndecidedException;
}
