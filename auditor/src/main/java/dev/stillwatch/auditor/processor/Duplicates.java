// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.policies.exchange.Exchange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Which ids an account has used within 24 h of event time, exactly. Bounded by time: the store's segments fall away as
 * a whole after {@link #RETENTION}, which reaches a full window back from the oldest exchange that still counts. Bounded
 * by number: of buckets with {@link #CROWD} exchanges or more, {@link #MOST_IDS} ids of an account and UTC day are
 * remembered; exchanges beyond are counted without looking, never dropped. Smaller buckets always look. An id is kept at
 * the start of its UTC day, its time is the value. {@link NewIds} spares most look-ups.
 */
final class Duplicates {
    /** Equal ids nearer than this in event time are one exchange. */
    static final Duration WINDOW = Duration.ofHours(24);

    /** How long ids are kept: the ring of 48 h and a window before and after it. */
    static final Duration RETENTION = Duration.ofHours(96);

    /** Ids of an account and UTC day that are remembered. */
    static final long MOST_IDS = 200_000;

    /** Exchanges of an account in a bucket from which on its ids are numbered: one more look-up for so many. */
    static final int CROWD = 16;

    private final WindowStore<Bytes, byte[]> store;
    private final NewIds fresh;
    private final long mostIds;

    Duplicates(WindowStore<Bytes, byte[]> store, NewIds fresh) {
        this(store, fresh, MOST_IDS);
    }

    Duplicates(WindowStore<Bytes, byte[]> store, NewIds fresh, long mostIds) {
        this.store = store;
        this.fresh = fresh;
        this.mostIds = mostIds;
    }

    /**
     * A bucket's exchanges of one account, told apart.
     *
     * @param once the first of their ids, and those that were not looked up
     * @param again those whose id was seen before
     * @param notChecked number of those that were not looked up
     */
    record Sifted(List<Exchange> once, List<Exchange> again, long notChecked) {}

    /** Tells apart; what is first counts as seen. */
    Sifted sift(List<Exchange> exchanges) {
        boolean crowd = exchanges.size() >= CROWD;
        Map<Integer, Long> numbers = new HashMap<>();
        List<Exchange> once = new ArrayList<>(exchanges.size());
        List<Exchange> again = new ArrayList<>();
        long notChecked = 0;
        for (Exchange exchange : exchanges) {
            int day = DayCell.dayOf(exchange.time());
            if (crowd && numbers.computeIfAbsent(day, d -> number(exchange, d)) >= mostIds) {
                notChecked++;
                once.add(exchange);
            } else if (first(exchange)) {
                once.add(exchange);
                numbers.computeIfPresent(day, (d, number) -> number + 1);
            } else {
                again.add(exchange);
            }
        }
        numbers.forEach((day, number) -> store.put(
                key(exchanges.get(0).account(), ""),
                ByteBuffer.allocate(Long.BYTES).putLong(number).array(),
                day * DayCell.MILLIS));
        return new Sifted(once, again, notChecked);
    }

    // The number stands beside the ids, under no id, and falls away with them.
    private long number(Exchange exchange, int day) {
        byte[] number = store.fetch(key(exchange.account(), ""), day * DayCell.MILLIS);
        return number == null ? 0 : ByteBuffer.wrap(number).getLong();
    }

    private boolean first(Exchange exchange) {
        Bytes key = key(exchange.account(), exchange.id());
        long print = NewIds.print(key);
        long time = exchange.time();
        int day = DayCell.dayOf(time);
        // Of one UTC day at most one exchange of an id is a first one: so one look-up a day, and no scan.
        for (int near = Math.max(0, day - 1); near <= day + 1; near++) {
            byte[] seen = fresh.surelyNew(near, print) ? null : store.fetch(key, near * DayCell.MILLIS);
            if (seen != null && Math.abs(ByteBuffer.wrap(seen).getLong() - time) < WINDOW.toMillis()) {
                return false;
            }
        }
        store.put(key, ByteBuffer.allocate(Long.BYTES).putLong(time).array(), day * DayCell.MILLIS);
        fresh.put(day, print);
        return true;
    }

    private static Bytes key(String account, String id) {
        byte[] name = Wire.key(account);
        byte[] what = Wire.key(id);
        return Bytes.wrap(ByteBuffer.allocate(name.length + 1 + what.length)
                .put(name)
                .put((byte) 0)
                .put(what)
                .array());
    }
}
