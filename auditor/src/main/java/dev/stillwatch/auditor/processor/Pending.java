// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.policies.topic.Topic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What waits for its time to be over: exchanges for their bucket, edges and contributions for the epoch in which theirs
 * ends. Most wait a few minutes, and their topic already holds them durably:
 * they wait in memory, and after a restart are read from the topic once more. What the topic cannot tell again (wakes,
 * and under which bucket a late exchange counts) and what waits long goes to a store with a changelog. A mark says what
 * was taken; it is written in the transaction that took it. One thread.
 */
final class Pending {
    private final KeyValueStore<Bytes, byte[]> clock;
    private final Bytes markKey;
    private final PendingStore store;
    private final YoungArrivals young;
    private final int stride;
    private final Set<Long> stored = new HashSet<>();

    private PendingMark mark;
    private PendingPlace closed;
    private long waiting;

    /**
     * As the stores have it.
     *
     * @param clock keeps the mark
     * @param markKey the mark's key there
     * @param kept keeps what is not held in memory
     * @param most how many are held in memory
     */
    Pending(KeyValueStore<Bytes, byte[]> clock, Bytes markKey, KeyValueStore<Bytes, byte[]> kept, int most) {
        this.clock = clock;
        this.markKey = markKey;
        this.mark = PendingMark.read(clock, markKey);
        this.closed = mark.closed();
        this.store = new PendingStore(kept);
        this.young = new YoungArrivals(most, mark.from());
        this.stride = Math.max(1, most / 8);
        store.open(key -> {
            waiting++;
            if (PendingKey.offsetOf(key) >= mark.from()) {
                stored.add(PendingKey.offsetOf(key));
            }
        });
    }

    /**
     * Reads from the topic once more what waited in memory when the task was stopped: neither taken nor in the store.
     * Writes nothing, so that it can be done before the first record.
     *
     * @param partition the task's partition of the topic
     * @param arrivals what each of its records is
     */
    void reread(Rereading rereading, Topic topic, int partition, Arrivals arrivals) {
        rereading.read(
                topic,
                partition,
                mark.from(),
                (offset, key, value) -> arrivals.of(offset, key, value).ifPresent(arrived -> {
                    if (mark.covers(placeOf(arrived)) || stored.contains(offset)) {
                        young.pass(offset);
                    } else {
                        waiting++;
                        young.add(arrived);
                    }
                }));
        stored.clear();
    }

    /** Tells what a record of the topic is. */
    @FunctionalInterface
    interface Arrivals {
        /** What waits, when it came in time; empty for a record that waits for nothing. */
        Optional<Waiting> of(long offset, byte[] key, byte[] value);
    }

    /** An exchange that came before its bucket closed. */
    void hold(Waiting exchange) {
        waiting++;
        young.add(exchange);
        young.giveUp().ifPresent(oldest -> {
            store.put(oldest);
            // Reading once more must not begin ever further back while nothing closes.
            if (young.from() - mark.from() >= stride) {
                keepMark();
            }
        });
    }

    /** An exchange that came after its own bucket had closed and counts in a later one. */
    void holdLate(Waiting exchange) {
        waiting++;
        young.pass(exchange.offset());
        store.put(exchange);
    }

    /** The wish to judge an account with a bucket, whatever comes. */
    void wake(PendingPlace place) {
        store.wake(place);
    }

    /** Exchanges that wait. */
    long waiting() {
        return waiting;
    }

    /** The first bucket with anything that waits. */
    Optional<Long> firstBucket() {
        return first().map(PendingPlace::bucket);
    }

    /** Start of the first bucket that is surely not closed. */
    long openFrom(long bucketMillis) {
        boolean begun = closed.account().get().length > 0;
        return begun ? closed.bucket() + bucketMillis : closed.bucket();
    }

    /**
     * Takes out what is to be judged next.
     *
     * @param frontier start of the first bucket that is still open
     */
    Optional<Due> next(long frontier) {
        Optional<PendingPlace> place = first().filter(due -> due.bucket() < frontier);
        closed = place.orElse(PendingPlace.startOf(Math.max(frontier, closed.bucket())));
        return place.map(due -> {
            List<byte[]> exchanges = new ArrayList<>(store.take(due));
            young.take(due).forEach(waited -> exchanges.add(waited.value()));
            waiting -= exchanges.size();
            return new Due(due, exchanges);
        });
    }

    /** Writes down how far it is closed. */
    void keepClosed() {
        if (!closed.equals(mark.closed())) {
            young.retire(exchange -> placeOf(exchange).compareTo(closed) <= 0);
            keepMark();
        }
    }

    private void keepMark() {
        mark = new PendingMark(young.from(), closed);
        mark.write(clock, markKey);
    }

    private Optional<PendingPlace> first() {
        Optional<PendingPlace> inMemory = young.first();
        return store.first()
                .filter(place -> inMemory.isEmpty() || place.compareTo(inMemory.get()) <= 0)
                .or(() -> inMemory);
    }

    private static PendingPlace placeOf(Waiting exchange) {
        return new PendingPlace(exchange.bucket(), exchange.account());
    }

    /**
     * What is judged at once.
     *
     * @param place bucket and account
     * @param exchanges encoded, in no order; none when only a wake asks
     */
    record Due(PendingPlace place, List<byte[]> exchanges) {}
}
