// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.ring.ArtefactKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a day uses most of those kinds that have had their {@link EdgeSpotter#MOST_A_KIND} links: {@link #KEPT} values a
 * kind with counts (Misra and Gries, "Finding repeated elements", 1982; buckets are taken in as "Mergeable summaries",
 * Agarwal et al., PODS 2012, does). A count is short by at most a fifth of what came of the kind since, so a value with
 * more than a fifth of it is here. The order within a bucket does not matter. Nothing for a day with fewer links; at most
 * 150 bytes. Immutable.
 */
final class HeavyUse {
    static final HeavyUse NONE = new HeavyUse(Map.of());

    /** Values of each kind. */
    static final int KEPT = 4;

    private final Map<ArtefactKind, Map<Integer, Long>> counts;

    private HeavyUse(Map<ArtefactKind, Map<Integer, Long>> counts) {
        this.counts = counts;
    }

    /** Uses of a value, at least; by its print. */
    long count(ArtefactKind kind, int print) {
        return counts.getOrDefault(kind, Map.of()).getOrDefault(print, 0L);
    }

    /** The same with a bucket's uses of a kind, by print. */
    HeavyUse with(ArtefactKind kind, Map<Integer, Long> bucket) {
        Map<Integer, Long> merged = new TreeMap<>(counts.getOrDefault(kind, Map.of()));
        bucket.forEach((print, uses) -> merged.merge(print, uses, Long::sum));
        if (merged.size() > KEPT) {
            List<Long> descending = new ArrayList<>(merged.values());
            descending.sort(Comparator.reverseOrder());
            long least = descending.get(KEPT);
            merged.replaceAll((print, uses) -> uses - least);
            merged.values().removeIf(uses -> uses <= 0);
        }
        return replaced(kind, merged);
    }

    /** The same without a value, which makes room for another. */
    HeavyUse without(ArtefactKind kind, int print) {
        Map<Integer, Long> fewer = new TreeMap<>(counts.getOrDefault(kind, Map.of()));
        fewer.remove(print);
        return replaced(kind, fewer);
    }

    private HeavyUse replaced(ArtefactKind kind, Map<Integer, Long> values) {
        Map<ArtefactKind, Map<Integer, Long>> others = new EnumMap<>(ArtefactKind.class);
        others.putAll(counts);
        others.put(kind, values);
        others.values().removeIf(Map::isEmpty);
        return others.isEmpty() ? NONE : new HeavyUse(others);
    }

    void write(ByteWriter out) {
        out.number(counts.size());
        counts.forEach((kind, values) -> {
            out.number(kind.ordinal()).number(values.size());
            values.forEach((print, uses) -> out.number(print).number(uses));
        });
    }

    static HeavyUse read(ByteReader in) {
        Map<ArtefactKind, Map<Integer, Long>> counts = new EnumMap<>(ArtefactKind.class);
        for (long kinds = in.number(); kinds > 0; kinds--) {
            Map<Integer, Long> values = new TreeMap<>();
            counts.put(in.constant(ArtefactKind.values()), values);
            for (long left = in.number(); left > 0; left--) {
                values.put(in.integer(), in.number());
            }
        }
        return counts.isEmpty() ? NONE : new HeavyUse(counts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeavyUse that && counts.equals(that.counts);
    }

    @Override
    public int hashCode() {
        return counts.hashCode();
    }

    @Override
    public String toString() {
        return "HeavyUse" + counts;
    }
}
