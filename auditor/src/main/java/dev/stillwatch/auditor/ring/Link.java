// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.ring.Edge;
import java.util.Comparator;

/**
 * What is kept of one account's use of one artefact, over the days on which it is live.
 *
 * @param since event time of the first sight, milliseconds since 1970
 * @param epoch start of the last epoch (UTC day) in which it was seen, event time
 * @param count exchanges of that epoch that used it, as the edge says
 * @param of all exchanges of the account in that epoch, as the edge says
 * @param shared the artefact's hash for the sharing group, as the edge says; 0 when there is none
 */
public record Link(long since, long epoch, long count, long of, long shared) {
    private static final Comparator<Link> LATER = Comparator.comparingLong(Link::epoch)
            .thenComparingLong(Link::of)
            .thenComparingLong(Link::count)
            .thenComparingLong(Link::shared);

    /** What one edge says. */
    public static Link of(Edge edge) {
        return new Link(edge.asOf(), edge.epoch(), edge.count(), edge.of(), edge.shared());
    }

    /** Share of the account's exchanges that used it, 0..1. */
    public double share() {
        return of == 0 ? 0 : Math.min(1, (double) count / of);
    }

    /** Both together: first sight of either, counts and shared hash of the later epoch. Associative and commutative. */
    Link with(Link other) {
        Link later = LATER.compare(this, other) >= 0 ? this : other;
        return new Link(Math.min(since, other.since), later.epoch, later.count, later.of, later.shared);
    }
}
