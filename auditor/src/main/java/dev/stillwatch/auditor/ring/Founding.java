// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.Comparator;

/**
 * Where a ring began: of its hubs the one that was seen first, of several at one time the least. A ring is named
 * after it, so that it keeps its name while members come and go.
 *
 * @param since event time at which anybody was first seen with the hub, milliseconds since 1970
 * @param hub the hub
 */
public record Founding(long since, Artefact hub) implements Comparable<Founding> {
    private static final Comparator<Founding> ORDER =
            Comparator.comparingLong(Founding::since).thenComparing(Founding::hub);

    @Override
    public int compareTo(Founding other) {
        return ORDER.compare(this, other);
    }
}
