// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.snapshot.CounterId;
import dev.stillwatch.policies.snapshot.CounterSnapshot;
import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.ratelimit.snapshot.CounterName;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The last state of a bounded number of counters, of every node. When there is no room, an ordinary one goes, the one heard
 * of longest ago; a flagged one goes only for another flagged one. Reads are free of locks; one thread writes.
 */
final class KnownCounters implements LastStates {
    /** Most counters, 234 bytes each as measured in decision 0021. */
    static final int MOST = 100_000;

    /** Milliseconds by which another node's clock may be ahead of this one's. */
    private static final long GRACE = 5_000;

    private final CounterIds ids;
    private final InstantSource wall;
    private final int most;
    private final Map<CounterId, CounterSnapshot> known = new ConcurrentHashMap<>();
    private final LinkedHashSet<CounterId> ordinary = new LinkedHashSet<>();
    private final LinkedHashSet<CounterId> flagged = new LinkedHashSet<>();

    KnownCounters(DeploymentKey key, InstantSource wall, int most) {
        this.ids = new CounterIds(key);
        this.wall = wall;
        this.most = most;
    }

    @Override
    public Optional<CounterState> last(CounterName name) {
        if (known.isEmpty()) {
            return Optional.empty();
        }
        CounterSnapshot snapshot = known.get(ids.of(name));
        return snapshot == null
                ? ids.before(name).map(known::get).map(CounterSnapshot::state)
                : Optional.of(snapshot.state());
    }

    int size() {
        return known.size();
    }

    /**
     * Keeps a snapshot, unless a later one is known: whoever copies an old record to the end of the topic changes nothing.
     * One that is later than now says that a clock has stepped, and stands in nobody's way.
     */
    void put(CounterSnapshot next) {
        CounterId id = next.counter();
        CounterSnapshot before = known.get(id);
        if (before != null && before.asOf() > next.asOf() && before.asOf() <= wall.millis()) {
            return;
        }
        if (before != null) {
            order(before).remove(id);
        } else if (known.size() >= most && !makeRoom(next.flagged())) {
            return;
        }
        known.put(id, next);
        order(next).add(id);
    }

    /**
     * Forgets a counter that is over by itself, or is within 5 s by a clock of this node that is behind its owner's.
     *
     * @return false when it is not: a record without a value carries no tag, so that anybody could have written it, or it
     *     is an old one that is read again
     */
    boolean end(CounterId id) {
        CounterSnapshot before = known.get(id);
        if (before == null) {
            return true;
        }
        if (before.state().until() > wall.millis() + GRACE) {
            return false;
        }
        remove(before);
        return true;
    }

    /** Some of the counters that were over by then and that nobody has ended: their nodes are gone. */
    List<CounterId> overdue(long then, int most) {
        List<CounterId> overdue = new ArrayList<>();
        for (CounterSnapshot snapshot : known.values()) {
            if (snapshot.state().until() < then) {
                overdue.add(snapshot.counter());
                if (overdue.size() == most) {
                    break;
                }
            }
        }
        return overdue;
    }

    private boolean makeRoom(boolean forFlagged) {
        CounterId eldest = eldest(ordinary);
        eldest = eldest == null && forFlagged ? eldest(flagged) : eldest;
        CounterSnapshot gone = eldest == null ? null : known.get(eldest);
        if (gone == null) {
            return false;
        }
        remove(gone);
        return true;
    }

    private static @Nullable CounterId eldest(LinkedHashSet<CounterId> ids) {
        Iterator<CounterId> all = ids.iterator();
        return all.hasNext() ? all.next() : null;
    }

    private void remove(CounterSnapshot gone) {
        known.remove(gone.counter());
        order(gone).remove(gone.counter());
    }

    private LinkedHashSet<CounterId> order(CounterSnapshot snapshot) {
        return snapshot.flagged() ? flagged : ordinary;
    }
}
