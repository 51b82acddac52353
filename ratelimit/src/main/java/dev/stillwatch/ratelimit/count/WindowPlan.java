// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import dev.stillwatch.ratelimit.decide.Unit;

/**
 * Fixed windows that begin at multiples of the unit since 1970. What is refused counts too, as in envoyproxy/ratelimit:
 * a caller is within the limit while the sum of all that was asked in the window is at most the limit.
 */
public record WindowPlan(Unit unit, long requests) implements Plan {
    /** Refuses negative limits. */
    public WindowPlan {
        if (requests < 0) {
            throw new IllegalArgumentException("a limit below zero: " + requests);
        }
    }

    @Override
    public long most() {
        return requests;
    }
}
