// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

/** Decides whether a call may pass. Safe for any number of threads; never waits, except for other nodes where there are some. */
@FunctionalInterface
public interface Limiter {
    /**
     * Counts the request and says whether it may pass.
     *
     * @throws UndecidedException when it cannot tell: doors answer with their protocol's own error, never with "pass"
     */
    LimitResponse decide(LimitRequest request) throws UndecidedException;
}
