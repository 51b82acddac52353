// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.Comparator;

/**
 * Where a ring began: of its ties the one that was seen first, of several at one time the least. A ring is named
 * after it, so that it keeps its name while members come and go.
 *
 * @param since event time at which the tie can first have been there, milliseconds since 1970
 * @param tie the tie
 */
public record Founding(long since, Tie tie) implements Comparable<Founding> {
    private static final Comparator<Founding> ORDER =
            Comparator.comparingLong(Founding::since).thenComparing(Founding::tie);

    @Override
    public int compareTo(Founding other) {
        return ORDER.compare(this, other);
    }
}
