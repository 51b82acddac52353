// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.ring.Overrun;
import dev.stillwatch.policies.policy.Policy;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which declared owners' accounts together are over the declared volume. An overrun counts for its UTC day and the day
 * after: an owner that is over every day is over without a gap each morning, before its accounts have told of the day. It
 * ends at once when a policy declares more. Keeps one day of each owner that was over, for two days. An owner that declares
 * no volume is never over. One thread.
 */
final class OwnerShelf {
    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, Day> days = new TreeMap<>();
    private Map<String, Overrun> overruns = Map.of();

    /** As the store has it. */
    OwnerShelf(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                ByteBuffer in = ByteBuffer.wrap(entry.value);
                days.put(Wire.text(entry.key.get()), new Day(in.getInt(), in.getLong()));
            }
        }
    }

    private record Day(int day, long exchanges) {}

    /**
     * Looks at the sums of a day; says whether others are over than at the last look.
     *
     * @param day the UTC day
     * @param exchanges what each owner's accounts made that day, by its organisation
     */
    boolean look(int day, Map<String, Long> exchanges, Policy policy) {
        days.entrySet().removeIf(entry -> {
            boolean old = entry.getValue().day() < day - 1;
            if (old) {
                store.delete(key(entry.getKey()));
            }
            return old;
        });
        Map<String, Overrun> now = new TreeMap<>();
        for (Policy.Owner owner : policy.owners()) {
            long declared = owner.exchangesPerDay();
            long made = exchanges.getOrDefault(owner.org(), 0L);
            if (declared > 0 && made > declared) {
                keep(owner.org(), new Day(day, made));
            }
            Day last = days.get(owner.org());
            if (declared > 0 && last != null && last.exchanges() > declared) {
                now.put(owner.org(), new Overrun(owner.org(), last.day(), last.exchanges(), declared));
            }
        }
        boolean others = !now.keySet().equals(overruns.keySet());
        overruns = now;
        return others;
    }

    /** The overrun of an owner, at the last look. */
    Optional<Overrun> overrun(Policy.Owner owner) {
        return Optional.ofNullable(overruns.get(owner.org()));
    }

    boolean isEmpty() {
        return days.isEmpty();
    }

    private void keep(String owner, Day day) {
        if (!day.equals(days.put(owner, day))) {
            store.put(
                    key(owner),
                    ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                            .putInt(day.day())
                            .putLong(day.exchanges())
                            .array());
        }
    }

    private static Bytes key(String owner) {
        return Bytes.wrap(Wire.key(owner));
    }
}
