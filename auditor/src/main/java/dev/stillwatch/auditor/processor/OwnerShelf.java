// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.ring.Overrun;
import dev.stillwatch.policies.policy.Policy;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which declared owners' accounts together are over the declared volume. An overrun counts for its UTC day and the day
 * after: an owner that is over every day is over without a gap each morning, before its accounts have told of the day. Of
 * two such days the worse one speaks, so a day that is just over takes nothing from the day before. It ends at once when a
 * policy declares more. Keeps the days on which an owner was over, each for two days. An owner that declares no volume is
 * never over. One thread.
 */
final class OwnerShelf {
    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<OwnerDay, Long> days = new HashMap<>();
    private Map<String, Overrun> overruns = Map.of();

    /** As the store has it. */
    OwnerShelf(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                days.put(OwnerDay.of(entry.key), ByteBuffer.wrap(entry.value).getLong());
            }
        }
    }

    /**
     * Looks at the sums of a day; says whether others are over than at the last look.
     *
     * @param day the UTC day
     * @param exchanges what each owner's accounts made that day, by its organisation
     */
    boolean look(int day, Map<String, Long> exchanges, Policy policy) {
        days.keySet().removeIf(one -> {
            boolean old = one.day() < day - 1;
            if (old) {
                store.delete(one.key());
            }
            return old;
        });
        Map<String, Overrun> now = new TreeMap<>();
        policy.owners().stream().filter(owner -> owner.exchangesPerDay() > 0).forEach(owner -> {
            long made = exchanges.getOrDefault(owner.org(), 0L);
            if (made > owner.exchangesPerDay()) {
                keep(new OwnerDay(owner.org(), day), made);
            }
            worse(owner, day).ifPresent(overrun -> now.put(owner.org(), overrun));
        });
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

    /** Of a day and the one before, the one that is further over. */
    private Optional<Overrun> worse(Policy.Owner owner, int day) {
        return Stream.of(day - 1, day)
                .map(one -> new Overrun(
                        owner.org(),
                        one,
                        days.getOrDefault(new OwnerDay(owner.org(), one), 0L),
                        owner.exchangesPerDay()))
                .filter(overrun -> overrun.exchanges() > overrun.declared())
                .max(Comparator.comparingLong(Overrun::exchanges));
    }

    private void keep(OwnerDay day, long exchanges) {
        Long before = days.put(day, exchanges);
        if (before == null || before != exchanges) {
            store.put(
                    day.key(),
                    ByteBuffer.allocate(Long.BYTES).putLong(exchanges).array());
        }
    }

    /** An owner's organisation and a UTC day. */
    private record OwnerDay(String owner, int day) {
        static OwnerDay of(Bytes key) {
            ByteBuffer in = ByteBuffer.wrap(key.get());
            byte[] owner = new byte[in.limit() - Integer.BYTES];
            in.get(owner);
            return new OwnerDay(Wire.text(owner), in.getInt());
        }

        Bytes key() {
            byte[] name = Wire.key(owner);
            return Bytes.wrap(ByteBuffer.allocate(name.length + Integer.BYTES)
                    .put(name)
                    .putInt(day)
                    .array());
        }
    }
}
