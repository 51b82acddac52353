// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.Limiter;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import java.util.Optional;

/** Decides as a {@link Limiter} does, for a door that then decides on what a call may cost. */
public interface Gate {
    /**
     * Counts the request and says whether it may pass, and what its standing leaves it; a request that only looks takes
     * nothing.
     *
     * @throws UndecidedException when it cannot tell
     */
    Pass pass(LimitRequest request) throws UndecidedException;

    /**
     * The refusal of a request whose subject is blocked, which is known without asking anybody; empty where it is not, or
     * where somebody has to be asked. Counts nothing.
     */
    Optional<Pass> blocked(LimitRequest request);

    /** Of a limiter that follows no standings. */
    static Gate of(Limiter limiter) {
        return new Gate() {
            @Override
            public Pass pass(LimitRequest request) throws UndecidedException {
                return Pass.without(limiter.decide(request));
            }

            @Override
            public Optional<Pass> blocked(LimitRequest request) {
                return Optional.empty();
            }
        };
    }
}
