// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.processor.StreamPlan.Bound;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What went past the stream's bounds, by bound and source, since it was made. Safe to share. */
public final class BoundCounts {
    private final Map<Bound, SortedMap<Integer, Long>> counts = new EnumMap<>(Bound.class);

    /** So many more. */
    public synchronized void add(Bound bound, int source, long count) {
        counts.computeIfAbsent(bound, b -> new TreeMap<>()).merge(source, count, Long::sum);
    }

    /** The counts of one bound by source; sources without any are left out. */
    public synchronized SortedMap<Integer, Long> bySource(Bound bound) {
        return new TreeMap<>(counts.getOrDefault(bound, new TreeMap<>()));
    }

    /** The count of one bound over all sources. */
    public long total(Bound bound) {
        return bySource(bound).values().stream().mapToLong(Long::longValue).sum();
    }

    /** Every bound's label and count, 0 included. */
    public SortedMap<String, Long> totals() {
        SortedMap<String, Long> totals = new TreeMap<>();
        for (Bound bound : Bound.values()) {
            totals.put(bound.label(), total(bound));
        }
        return totals;
    }
}
