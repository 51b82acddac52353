// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import java.time.Duration;

/**
 * How long nodes wait for each other.
 *
 * @param connect most that connecting takes
 * @param answer most that a request waits for one question, over all nodes that it is asked of; a plan and a budget of two
 *     nodes are two questions, one after the other, and what is put back is not waited for
 * @param quiet for how long a node must have answered nothing at all after a first missed answer, though it was asked, to be
 *     taken for away
 * @param away after how long a node that is away is greeted; it is asked again when it answers that
 * @param mostInFlight questions to one node that are not answered yet; one more cannot be decided
 */
public record Patience(Duration connect, Duration answer, Duration quiet, Duration away, int mostInFlight) {
    /**
     * 20 ms to connect, as Envoy. 50 ms for an answer: gateways let a call pass or fail after 20 (Envoy unless told
     * otherwise) to 200 ms (our examples), and two nodes of one network answer each other within one or two. Four times that
     * until a node is away: where it is only busy, some of its answers come, and two nodes that count one key by turns let
     * more pass than calls that nobody can decide on. A second until it is greeted, the age of snapshots. 64 at once are a
     * third of the threads that doors wait on: one node that hangs cannot take them all.
     */
    public static final Patience DEFAULT = new Patience(
            Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(1), 64);

    /** Refuses what is out of range. */
    public Patience {
        if (!isSome(connect) || !isSome(answer) || !isSome(quiet) || !isSome(away) || mostInFlight < 1) {
            throw new IllegalArgumentException("nodes must wait and ask");
        }
    }

    private static boolean isSome(Duration time) {
        return !time.isNegative() && !time.isZero();
    }
}
