// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.clock.Watermark;
import dev.stillwatch.policies.tick.Tick;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A watermark kept in a store: the last tick of each source, and the value reached. */
final class TickStore {
    private static final Bytes REACHED = Bytes.wrap(new byte[] {1});
    private static final Bytes LAST = Bytes.wrap(new byte[] {2});
    private static final byte SOURCE = 0;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Watermark watermark;
    private long last;

    TickStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        byte[] reached = store.get(REACHED);
        this.watermark = new Watermark(
                reached == null ? Watermark.NOTHING : ByteBuffer.wrap(reached).getLong());
        byte[] greatest = store.get(LAST);
        this.last =
                greatest == null ? Watermark.NOTHING : ByteBuffer.wrap(greatest).getLong();
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (entry.key.get()[0] == SOURCE) {
                    watermark.advance(tick(entry.value));
                }
            }
        }
    }

    /** Takes a tick; says whether the watermark moved. */
    boolean advance(Tick tick) {
        boolean moved = watermark.advance(tick);
        if (!tick.isEnd() && tick.watermark() > last) {
            last = tick.watermark();
            store.put(LAST, ByteBuffer.allocate(Long.BYTES).putLong(last).array());
        }
        store.put(
                Bytes.wrap(
                        ByteBuffer.allocate(5).put(SOURCE).putInt(tick.source()).array()),
                bytes(tick));
        if (moved) {
            store.put(
                    REACHED,
                    ByteBuffer.allocate(Long.BYTES).putLong(watermark.value()).array());
        }
        return moved;
    }

    long watermark() {
        return watermark.value();
    }

    /** The greatest event time that any source has said, its end apart. */
    long last() {
        return last;
    }

    private static byte[] bytes(Tick tick) {
        return ByteBuffer.allocate(17)
                .putInt(tick.source())
                .putInt(tick.sources())
                .putLong(tick.watermark())
                .put((byte) (tick.idle() ? 1 : 0))
                .array();
    }

    private static Tick tick(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Tick(in.getInt(), in.getInt(), in.getLong(), in.get() == 1);
    }
}
