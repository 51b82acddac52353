// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.snapshot;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Goes round the counters of one map, as far at a time as there is room for what they tell, and then on from there: no
 * counter waits for others to fall silent. It locks nothing. For one thread.
 *
 * @param <K> what the counters are found by
 * @param <C> the counters
 */
public final class Round<K, C> {
    private final ConcurrentHashMap<K, C> counters;
    private final Teller<K, C> teller;
    private @Nullable Iterator<Map.Entry<K, C>> rest;
    private long began;
    private long toldUpTo = Long.MIN_VALUE;
    private boolean anew;

    /** How a counter is told. */
    @FunctionalInterface
    public interface Teller<K, C> {
        /** What there is to tell of it at that look, null for nothing. */
        @Nullable
        Telling tell(K key, C counter, Glance glance);
    }

    /** A round over a map that others go on changing. */
    public Round(ConcurrentHashMap<K, C> counters, Teller<K, C> teller) {
        this.counters = counters;
        this.teller = teller;
    }

    /** Adds what there is to tell, until there are so many or all counters were looked at. */
    void go(long now, long span, int most, List<Telling> into) {
        Iterator<Map.Entry<K, C>> entries = rest;
        if (entries == null) {
            entries = counters.entrySet().iterator();
            began = now;
        }
        Glance glance = new Glance(now, span, anew);
        while (entries.hasNext()) {
            if (into.size() >= most) {
                rest = entries;
                return;
            }
            Map.Entry<K, C> entry = entries.next();
            Telling telling = teller.tell(entry.getKey(), entry.getValue(), glance);
            if (telling != null) {
                into.add(telling);
            }
        }
        rest = null;
        anew = false;
        toldUpTo = began;
    }

    /** Begins again and tells everything: what was told before may be lost. */
    void anew() {
        rest = null;
        anew = true;
        toldUpTo = Long.MIN_VALUE;
    }

    /** Up to when everything that was counted has been told; the least number before the first round is complete. */
    long toldUpTo() {
        return toldUpTo;
    }
}
