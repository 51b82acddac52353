// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.policies.exchange.Exchange;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Which ids an account has used within 24 h of event time, exactly. Bounded by time: the store's segments fall away as
 * a whole after {@link #RETENTION}, which reaches a full window back from the oldest exchange that still counts. An id
 * is kept at the start of its UTC day, its time is the value.
 */
final class Duplicates {
    /** Equal ids nearer than this in event time are one exchange. */
    static final Duration WINDOW = Duration.ofHours(24);

    /** How long ids are kept: the ring of 48 h and a window before and after it. */
    static final Duration RETENTION = Duration.ofHours(96);

    private final WindowStore<Bytes, byte[]> store;

    Duplicates(WindowStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Whether the exchange is the first of its id within the window; it then counts as seen. */
    boolean first(Exchange exchange) {
        Bytes key = key(exchange);
        long time = exchange.time();
        long day = DayCell.dayOf(time) * DayCell.MILLIS;
        // Of one UTC day at most one exchange of an id is a first one: so one look-up a day, and no scan.
        for (long near = day - DayCell.MILLIS; near <= day + DayCell.MILLIS; near += DayCell.MILLIS) {
            byte[] seen = near < 0 ? null : store.fetch(key, near);
            if (seen != null && Math.abs(ByteBuffer.wrap(seen).getLong() - time) < WINDOW.toMillis()) {
                return false;
            }
        }
        store.put(key, ByteBuffer.allocate(Long.BYTES).putLong(time).array(), day);
        return true;
    }

    private static Bytes key(Exchange exchange) {
        byte[] account = Wire.key(exchange.account());
        byte[] id = Wire.key(exchange.id());
        return Bytes.wrap(ByteBuffer.allocate(account.length + 1 + id.length)
                .put(account)
                .put((byte) 0)
                .put(id)
                .array());
    }
}
