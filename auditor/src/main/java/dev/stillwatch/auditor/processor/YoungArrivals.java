// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;

/**
 * What came last and still waits, in memory, by bucket and account. One that still waits when so many newer
 * ones have come is given up, oldest first: so memory is bounded, and so is what has to be read once more after a
 * restart. One thread.
 */
final class YoungArrivals {
    private final int most;
    private final ArrayDeque<Waiting> arrived = new ArrayDeque<>();
    private final NavigableMap<Long, Map<Bytes, ArrayDeque<Waiting>>> buckets = new TreeMap<>();
    private long next;

    /**
     * None yet.
     *
     * @param most how many are held
     * @param next offset of the first that may come
     */
    YoungArrivals(int most, long next) {
        this.most = most;
        this.next = next;
    }

    /** One more. */
    void add(Waiting arrival) {
        pass(arrival.offset());
        arrived.add(arrival);
        buckets.computeIfAbsent(arrival.bucket(), bucket -> new HashMap<>())
                .computeIfAbsent(arrival.account(), account -> new ArrayDeque<>(4))
                .add(arrival);
    }

    /** Gives up the oldest when there are too many; empty when there are not, or when it waits no more. */
    Optional<Waiting> giveUp() {
        return arrived.size() > most ? Optional.of(arrived.remove()).filter(this::remove) : Optional.empty();
    }

    /** A record that is kept elsewhere stands at the offset. */
    void pass(long offset) {
        next = Math.max(next, offset + 1);
    }

    /** Forgets the oldest arrivals as long as they are closed. */
    void retire(Predicate<Waiting> closed) {
        while (!arrived.isEmpty() && closed.test(arrived.element())) {
            arrived.remove();
        }
    }

    /** Offset from which on everything that is held here can be read once more. */
    long from() {
        return arrived.isEmpty() ? next : arrived.element().offset();
    }

    /** Bucket and account to be judged first, empty when none waits. */
    Optional<PendingPlace> first() {
        return buckets.isEmpty()
                ? Optional.empty()
                : Optional.of(new PendingPlace(
                        buckets.firstKey(), byAccount(buckets.firstKey()).firstKey()));
    }

    /** Takes out what waits at a place. */
    List<Waiting> take(PendingPlace place) {
        if (!buckets.containsKey(place.bucket())) {
            return List.of();
        }
        NavigableMap<Bytes, ArrayDeque<Waiting>> accounts = byAccount(place.bucket());
        ArrayDeque<Waiting> taken = accounts.remove(place.account());
        if (accounts.isEmpty()) {
            buckets.remove(place.bucket());
        }
        return taken == null ? List.of() : new ArrayList<>(taken);
    }

    // Hashed while it fills and sorted once when it closes: arrivals are many, closings few.
    private NavigableMap<Bytes, ArrayDeque<Waiting>> byAccount(long bucket) {
        Map<Bytes, ArrayDeque<Waiting>> accounts = buckets.getOrDefault(bucket, Map.of());
        if (accounts instanceof NavigableMap<Bytes, ArrayDeque<Waiting>> sorted) {
            return sorted;
        }
        NavigableMap<Bytes, ArrayDeque<Waiting>> sorted = new TreeMap<>(accounts);
        buckets.put(bucket, sorted);
        return sorted;
    }

    // Of one account and bucket the oldest stands first; one that was judged is not there any more.
    private boolean remove(Waiting oldest) {
        Map<Bytes, ArrayDeque<Waiting>> accounts = buckets.getOrDefault(oldest.bucket(), Map.of());
        ArrayDeque<Waiting> group = accounts.get(oldest.account());
        if (group == null || group.element().offset() != oldest.offset()) {
            return false;
        }
        group.remove();
        if (group.isEmpty()) {
            accounts.remove(oldest.account());
        }
        if (accounts.isEmpty()) {
            buckets.remove(oldest.bucket());
        }
        return true;
    }
}
