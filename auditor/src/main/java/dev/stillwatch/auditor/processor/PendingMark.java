// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How far the judge is, kept with its clock in the transaction that judged: what it holds in memory can be told from
 * this and its topic.
 *
 * @param from no exchange that waits only in memory stands before this offset
 * @param closed what was judged last: nothing up to here waits, and nothing more is put there
 */
record PendingMark(long from, PendingPlace closed) {
    private static final byte VERSION = 1;
    private static final int HEAD = 1 + 2 * Long.BYTES;

    /** As kept, or of a judge that has not judged yet. */
    static PendingMark read(KeyValueStore<Bytes, byte[]> clock, Bytes key) {
        byte[] bytes = clock.get(key);
        if (bytes == null) {
            return new PendingMark(0, PendingPlace.startOf(Long.MIN_VALUE));
        }
        if (bytes[0] != VERSION) {
            throw new IllegalStateException(
                    "the judge's mark has format version " + bytes[0] + ", this build reads " + VERSION);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        return new PendingMark(
                in.getLong(),
                new PendingPlace(in.getLong(), Bytes.wrap(Arrays.copyOfRange(bytes, HEAD, bytes.length))));
    }

    void write(KeyValueStore<Bytes, byte[]> clock, Bytes key) {
        byte[] account = closed.account().get();
        clock.put(
                key,
                ByteBuffer.allocate(HEAD + account.length)
                        .put(VERSION)
                        .putLong(from)
                        .putLong(closed.bucket())
                        .put(account)
                        .array());
    }

    boolean covers(PendingPlace place) {
        return place.compareTo(closed) <= 0;
    }
}
