// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import java.time.Duration;

/**
 * How long nodes wait for each other.
 *
 * @param connect most that connecting takes
 * @param answer most that a caller waits for a node, connecting included
 * @param away for how long a node that did not answer is not asked; then it is greeted, and asked again when it answers that
 * @param mostInFlight questions to one node at once; one more cannot be decided
 */
public record Patience(Duration connect, Duration answer, Duration away, int mostInFlight) {
    /**
     * 20 ms to connect, as Envoy. 50 ms: gateways let a call pass or fail after 20 (Envoy unless told otherwise) to 200 ms (our examples), two nodes of
     * one network answer each other within one or two, and what is between is for pauses of a collector. A second away is
     * the age of snapshots, so asking sooner than that would gain little. 64 at once are a third of the threads that doors
     * wait on: one node that hangs cannot take them all.
     */
    public static final Patience DEFAULT =
            new Patience(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(1), 64);

    /** Refuses what is out of range. */
    public Patience {
        if (!isSome(connect) || !isSome(answer) || !isSome(away) || mostInFlight < 1) {
            throw new IllegalArgumentException("nodes must wait and ask");
        }
    }

    private static boolean isSome(Duration time) {
        return !time.isNegative() && !time.isZero();
    }
}
