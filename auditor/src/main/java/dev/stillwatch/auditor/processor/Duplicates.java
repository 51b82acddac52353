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
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Which ids an account has used within 24 h of event time, exactly. Bounded by time: the store's segments fall away as
 * a whole after {@link #RETENTION}, which reaches a full window back from the oldest exchange that still counts. Bounded
 * by number: of buckets with {@link #CROWD} exchanges or more, {@link #MOST_IDS} ids of an account and UTC day are
 * remembered; exchanges beyond are counted without looking, never dropped. Smaller buckets always look. An id is kept at
 * the start of its UTC day, its time and what the record says are the value. {@link NewIds} spares most look-ups.
 *
 * <p>Callers can choose the id at some gateways, so an id alone makes no duplicate: what says something else under a known
 * id counts, is remembered under id and content, and is told ({@code docs/decisions/0026-one-id-two-records.md}).
 */
final class Duplicates {
    /** Equal ids nearer than this in event time are of one exchange, or in conflict. */
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
     * @param once the first of their ids, those that say something else under an id, and those that were not looked up
     * @param again those that were seen before
     * @param conflicting number of those that say something else under an id that was seen before
     * @param notChecked number of those that were not looked up
     */
    record Sifted(List<Exchange> once, List<Exchange> again, long conflicting, long notChecked) {}

    /** What is known of an id and of what is said under it. */
    private enum Sight {
        FIRST,
        CONFLICT,
        AGAIN
    }

    /** Tells apart; what is first counts as seen. */
    Sifted sift(List<Exchange> exchanges) {
        boolean crowd = exchanges.size() >= CROWD;
        Map<Integer, Long> numbers = new HashMap<>();
        List<Exchange> once = new ArrayList<>(exchanges.size());
        List<Exchange> again = new ArrayList<>();
        long notChecked = 0;
        long conflicting = 0;
        for (Exchange exchange : exchanges) {
            int day = DayCell.dayOf(exchange.time());
            if (crowd && numbers.computeIfAbsent(day, d -> number(exchange, d)) >= mostIds) {
                notChecked++;
                once.add(exchange);
                continue;
            }
            Sight sight = look(exchange);
            if (sight == Sight.AGAIN) {
                again.add(exchange);
            } else {
                once.add(exchange);
                numbers.computeIfPresent(day, (d, number) -> number + 1);
                conflicting += sight == Sight.CONFLICT ? 1 : 0;
            }
        }
        numbers.forEach((day, number) -> store.put(
                key(exchanges.get(0).account(), ""),
                ByteBuffer.allocate(Long.BYTES).putLong(number).array(),
                day * DayCell.MILLIS));
        return new Sifted(once, again, conflicting, notChecked);
    }

    // The number stands beside the ids, under no id, and falls away with them.
    private long number(Exchange exchange, int day) {
        byte[] number = store.fetch(key(exchange.account(), ""), day * DayCell.MILLIS);
        return number == null ? 0 : ByteBuffer.wrap(number).getLong();
    }

    private Sight look(Exchange exchange) {
        Bytes id = key(exchange.account(), exchange.id());
        long says = SameRecord.print(exchange);
        OptionalLong said = said(id, exchange.time(), says);
        if (said.isEmpty()) {
            remember(id, exchange.time(), says);
            return Sight.FIRST;
        }
        if (said.getAsLong() == says) {
            return Sight.AGAIN;
        }
        Bytes both = key(exchange.account(), exchange.id() + '\0' + Long.toHexString(says));
        if (said(both, exchange.time(), says).isPresent()) {
            return Sight.AGAIN;
        }
        remember(both, exchange.time(), says);
        return Sight.CONFLICT;
    }

    /**
     * What was said under a key within the window.
     *
     * @param says what is said now, which is taken for what an earlier build saw: it kept the time alone
     */
    private OptionalLong said(Bytes key, long time, long says) {
        long print = NewIds.print(key);
        int day = DayCell.dayOf(time);
        // Of one UTC day at most one exchange of a key is a first one: so one look-up a day, and no scan.
        for (int near = Math.max(0, day - 1); near <= day + 1; near++) {
            byte[] seen = fresh.surelyNew(near, print) ? null : store.fetch(key, near * DayCell.MILLIS);
            if (seen != null && Math.abs(ByteBuffer.wrap(seen).getLong() - time) < WINDOW.toMillis()) {
                return OptionalLong.of(
                        seen.length == Long.BYTES ? says : ByteBuffer.wrap(seen).getLong(Long.BYTES));
            }
        }
        return OptionalLong.empty();
    }

    private void remember(Bytes key, long time, long says) {
        int day = DayCell.dayOf(time);
        byte[] seen =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(time).putLong(says).array();
        store.put(key, seen, day * DayCell.MILLIS);
        fresh.put(day, NewIds.print(key));
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
