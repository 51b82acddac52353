// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Acts that end by themselves, so that their end can be told. Bounded: of acts beyond that nothing is told when they end.
 * Used by one thread at a time.
 */
final class Endings {
    private final int most;
    private final Map<String, Rulings.InForce> open = new HashMap<>();

    Endings(int most) {
        this.most = most;
    }

    /** Takes an act; one without an end, or that has ended, is none of these. The same act twice is one. */
    void add(Rulings.InForce next, long now) {
        String id = next.act().id();
        boolean ends = next.act().until() != 0 && next.holds(now);
        if (ends && (open.size() < most || open.containsKey(id))) {
            open.put(id, next);
        }
    }

    /** Those that have ended, each of them once. */
    List<Rulings.InForce> ended(long now) {
        List<Rulings.InForce> ended = new ArrayList<>();
        for (Iterator<Rulings.InForce> all = open.values().iterator(); all.hasNext(); ) {
            Rulings.InForce one = all.next();
            if (!one.holds(now)) {
                all.remove();
                ended.add(one);
            }
        }
        return ended;
    }
}
