// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The latest standing of a bounded number of subjects. When there is no room, who goes is first one whose validity has
 * ended, then one whose standing limits nothing, then one whose standing says shadow, then one whose standing says enforce;
 * within each the one heard of longest ago. Never one of a later kind for one of an earlier kind: then the newcomer is not
 * taken.
 *
 * <p>Reads are free of locks; {@link #put} is called by one thread at a time.
 */
final class Shelf {
    private static final int RANKS = 3;

    private final int most;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    /** Subjects of each rank, the one heard of longest ago first. */
    private final List<LinkedHashSet<String>> order =
            Stream.generate(LinkedHashSet<String>::new).limit(RANKS).toList();

    Shelf(int most) {
        this.most = most;
    }

    @Nullable
    Held get(String subject) {
        return held.get(subject);
    }

    int size() {
        return held.size();
    }

    /** What became of a newcomer. */
    enum Outcome {
        TAKEN,
        TAKEN_FOR_ANOTHER,
        NO_ROOM
    }

    Outcome put(Held next, long now) {
        String subject = next.standing().subject();
        Held before = held.get(subject);
        boolean another = false;
        if (before == null && held.size() >= most) {
            String leaves = leaves(next.rank(), now);
            if (leaves == null) {
                return Outcome.NO_ROOM;
            }
            remove(leaves);
            another = true;
        }
        if (before != null) {
            order.get(before.rank()).remove(subject);
        }
        order.get(next.rank()).add(subject);
        held.put(subject, next);
        return another ? Outcome.TAKEN_FOR_ANOTHER : Outcome.TAKEN;
    }

    private @Nullable String leaves(int rankOfNext, long now) {
        for (LinkedHashSet<String> subjects : order) {
            String oldest = first(subjects);
            Held one = oldest == null ? null : held.get(oldest);
            if (one != null && one.expired(now)) {
                return oldest;
            }
        }
        for (int rank = 0; rank <= rankOfNext; rank++) {
            String oldest = first(order.get(rank));
            if (oldest != null) {
                return oldest;
            }
        }
        return null;
    }

    private static @Nullable String first(LinkedHashSet<String> subjects) {
        Iterator<String> all = subjects.iterator();
        return all.hasNext() ? all.next() : null;
    }

    private void remove(String subject) {
        Held gone = held.remove(subject);
        if (gone != null) {
            order.get(gone.rank()).remove(subject);
        }
    }
}
