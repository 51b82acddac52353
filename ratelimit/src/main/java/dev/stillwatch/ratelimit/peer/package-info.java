// SPDX-License-Identifier: Apache-2.0
/**
 * Several nodes that are one limiter: each key has an owner, which alone counts it, and whoever is asked asks the owner.
 * {@link dev.stillwatch.ratelimit.peer.NodeList} says who the nodes are and {@link dev.stillwatch.ratelimit.peer.Rendezvous}
 * which of them owns a key; {@link dev.stillwatch.ratelimit.peer.Peers} asks it, takes one that does not answer for away,
 * and lets the next in the key's order count meanwhile. Rules, standings and verdicts stay with the node that was asked;
 * {@link dev.stillwatch.ratelimit.peer.PeerCounts} and {@link dev.stillwatch.ratelimit.peer.PeerDraws} send on nothing
 * but what is to be counted. A question of another node is decided where it arrives and goes no further.
 *
 * <p>Safe for any number of threads, which wait for answers: the one package of the limiter in which a decision does. How
 * a node is reached is not known here ({@link dev.stillwatch.ratelimit.peer.Link}).
 */
@NullMarked
package dev.stillwatch.ratelimit.peer;

import org.jspecify.annotations.NullMarked;
