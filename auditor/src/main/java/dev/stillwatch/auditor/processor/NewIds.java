// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Says of most ids for certain that the store lacks them, so that it need not be asked: nearly every id is new. Never
 * says so of one that is there. Of each UTC day that had no ids before this process began it keeps a Bloom filter in
 * memory, at most {@link #FILTERS} of them; of other days it rules out nothing. The first and the last day with any id
 * stand in the judge's clock store, written in the transaction that put the id, so that a restart knows which days may
 * hold some. One thread.
 */
final class NewIds {
    /** Days whose ids are told apart: today, the days that late records reach, and a day that clocks run ahead. */
    static final int FILTERS = 5;
    /** Filters of all partitions together, in words of 64 bits: 40 MB. At 8 bits an id they rule out 96 % of the others. */
    private static final int WORDS = 5 << 20;
    /** Of one partition and day: 1 MB, 1 million ids. */
    private static final int MOST_WORDS = 1 << 17;

    private static final int PROBES = 4;
    private static final int PROBE_BITS = 6;
    private static final Bytes KEY = Bytes.wrap(new byte[] {4});
    private static final Range NONE = new Range(Integer.MAX_VALUE, Integer.MIN_VALUE);

    private final KeyValueStore<Bytes, byte[]> clock;
    private final int words;
    private final Range before;
    private final TreeMap<Integer, long[]> filters = new TreeMap<>();
    private final Set<Integer> forgotten = new HashSet<>();
    private Range all;

    /** For one partition of so many. */
    NewIds(KeyValueStore<Bytes, byte[]> clock, int partitions) {
        this.clock = clock;
        this.words = Integer.highestOneBit(Math.max(1, Math.min(MOST_WORDS, WORDS / FILTERS / partitions)));
        byte[] range = clock.get(KEY);
        this.before = range == null ? NONE : Range.read(range);
        this.all = before;
    }

    /** What the filters know of an id: 64 well-mixed bits. */
    static long print(Bytes key) {
        long hash = Utils.murmur2(key.get()) * 0x9E3779B97F4A7C15L;
        return (hash ^ hash >>> 32) * 0xBF58476D1CE4E5B9L;
    }

    /** Whether the store surely holds no such id of a day. */
    boolean surelyNew(int day, long print) {
        if (before.holds(day)) {
            return false;
        }
        long[] filter = filters.get(day);
        if (filter == null) {
            return !forgotten.contains(day);
        }
        long bits = bits(print);
        return (filter[word(print)] & bits) != bits;
    }

    /** An id is put under a day. */
    void put(int day, long print) {
        if (!before.holds(day) && !forgotten.contains(day)) {
            filters.computeIfAbsent(day, this::begin)[word(print)] |= bits(print);
            if (filters.size() > FILTERS) {
                // Of more days than there are filters the oldest are looked up again.
                forgotten.add(filters.pollFirstEntry().getKey());
            }
        }
    }

    private long[] begin(int day) {
        if (!all.holds(day)) {
            all = all.with(day);
            clock.put(KEY, all.write());
        }
        return new long[words];
    }

    private int word(long print) {
        return (int) (print >>> Integer.SIZE) & words - 1;
    }

    private static long bits(long print) {
        long bits = 0;
        for (int probe = 0; probe < PROBES; probe++) {
            bits |= 1L << (print >>> probe * PROBE_BITS);
        }
        return bits;
    }

    /**
     * Days that may hold ids.
     *
     * @param from the first one
     * @param to the last one
     */
    private record Range(int from, int to) {
        boolean holds(int day) {
            return from <= day && day <= to;
        }

        Range with(int day) {
            return new Range(Math.min(from, day), Math.max(to, day));
        }

        byte[] write() {
            return ByteBuffer.allocate(2 * Integer.BYTES)
                    .putInt(from)
                    .putInt(to)
                    .array();
        }

        static Range read(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            return new Range(in.getInt(), in.getInt());
        }
    }
}
