// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What waits and cannot be read once more: wakes, exchanges that came late, and those that wait long. Knows its first
 * key, so that closing buckets that have nothing here reads nothing, and reads no entry that was deleted. One thread.
 */
final class PendingStore {
    private final KeyValueStore<Bytes, byte[]> store;
    private Optional<Bytes> first = Optional.empty();

    PendingStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Shows the key of every exchange, once, before anything else is asked. */
    void open(Consumer<Bytes> exchanges) {
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                first = first.isEmpty() ? Optional.of(entry.key) : first;
                if (entry.value.length > 0) {
                    exchanges.accept(entry.key);
                }
            }
        }
    }

    void put(Waiting exchange) {
        put(PendingKey.of(exchange), exchange.value());
    }

    void wake(PendingPlace place) {
        put(PendingKey.wake(place), new byte[0]);
    }

    /** Bucket and account to be judged first, empty when nothing waits. */
    Optional<PendingPlace> first() {
        return first.map(PendingKey::placeOf);
    }

    /** Takes out the exchanges of a place, which is the first one or before it. */
    List<byte[]> take(PendingPlace place) {
        if (first().filter(place::equals).isEmpty()) {
            return List.of();
        }
        List<byte[]> taken = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(first.orElseThrow(), null)) {
            first = Optional.empty();
            while (entries.hasNext() && first.isEmpty()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (!PendingKey.placeOf(entry.key).equals(place)) {
                    first = Optional.of(entry.key);
                } else {
                    store.delete(entry.key);
                    if (entry.value.length > 0) {
                        taken.add(entry.value);
                    }
                }
            }
        }
        return taken;
    }

    private void put(Bytes key, byte[] value) {
        store.put(key, value);
        first = first.filter(least -> least.compareTo(key) <= 0).or(() -> Optional.of(key));
    }
}
