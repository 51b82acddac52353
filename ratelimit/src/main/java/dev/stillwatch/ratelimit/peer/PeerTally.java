// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

/**
 * What nodes have asked each other since the start.
 *
 * @param nodes nodes of the list, this one too
 * @param away nodes that are not asked now, because they did not answer
 * @param turns how often one was taken for away, or was there again
 * @param asked questions that were sent
 * @param unreached questions that did not reach their node, and went to the next one
 * @param silent questions that were not answered in time, or got lost
 * @param full questions that were not sent because too many were on their way
 * @param answered questions of others that were answered
 * @param differing questions of nodes that have another list
 */
public record PeerTally(
        int nodes,
        int away,
        long turns,
        long asked,
        long unreached,
        long silent,
        long full,
        long answered,
        long differing) {}
