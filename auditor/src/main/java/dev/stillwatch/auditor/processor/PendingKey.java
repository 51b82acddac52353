// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the pending store, as bytes in the order in which exchanges are judged: bucket, account, and the offset in the
 * topic, so that no record hides another.
 */
final class PendingKey {
    private static final long SIGN = Long.MIN_VALUE;

    private PendingKey() {}

    /** Of an exchange. */
    static Bytes of(Waiting exchange) {
        byte[] account = exchange.account().get();
        return Bytes.wrap(head(exchange.bucket(), account, Long.BYTES)
                .putLong(exchange.offset())
                .array());
    }

    /** Of the wish to judge an account with its bucket, whatever comes; sorts before its exchanges. */
    static Bytes wake(PendingPlace place) {
        return Bytes.wrap(head(place.bucket(), place.account().get(), 0).array());
    }

    /** The place of a key. */
    static PendingPlace placeOf(Bytes key) {
        byte[] bytes = key.get();
        return new PendingPlace(
                ByteBuffer.wrap(bytes).getLong() ^ SIGN, Bytes.wrap(Arrays.copyOfRange(bytes, Long.BYTES, end(bytes))));
    }

    /** The offset of an exchange's key. */
    static long offsetOf(Bytes key) {
        byte[] bytes = key.get();
        return ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES);
    }

    private static ByteBuffer head(long bucket, byte[] account, int more) {
        return ByteBuffer.allocate(Long.BYTES + account.length + 1 + more)
                .putLong(bucket ^ SIGN)
                .put(account)
                .put((byte) 0);
    }

    private static int end(byte[] bytes) {
        int end = Long.BYTES;
        while (bytes[end] != 0) {
            end++;
        }
        return end;
    }
}
