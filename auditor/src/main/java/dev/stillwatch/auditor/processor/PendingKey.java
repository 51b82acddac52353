// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.policies.exchange.Exchange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the pending store, as bytes in the order in which exchanges are judged: bucket, account, time, id, content,
 * and last where the record stood, so that no record hides another.
 */
final class PendingKey {
    private static final long SIGN = Long.MIN_VALUE;

    private PendingKey() {}

    /** Of an exchange that is judged with the bucket. */
    static Bytes of(long bucket, Exchange exchange) {
        byte[] account = Wire.key(exchange.account());
        Exchange.Origin origin = exchange.origin();
        byte[] id = Wire.key(exchange.id());
        return Bytes.wrap(ByteBuffer.allocate(account.length + id.length + 30 + Long.BYTES)
                .putLong(bucket ^ SIGN)
                .put(account)
                .put((byte) 0)
                .putLong(exchange.time() ^ SIGN)
                .put(id)
                .put((byte) 0)
                .putLong(origin.contentHash())
                .putInt(origin.partition())
                .putLong(origin.offset())
                .array());
    }

    /** Of the wish to judge an account with the bucket, whatever comes; sorts before its exchanges. */
    static Bytes wake(long bucket, String account) {
        byte[] name = Wire.key(account);
        return Bytes.wrap(ByteBuffer.allocate(name.length + 9)
                .putLong(bucket ^ SIGN)
                .put(name)
                .put((byte) 0)
                .array());
    }

    /** The bucket of a key. */
    static long bucketOf(Bytes key) {
        return ByteBuffer.wrap(key.get()).getLong() ^ SIGN;
    }

    /** The account of a key. */
    static String accountOf(Bytes key) {
        byte[] bytes = key.get();
        int end = Long.BYTES;
        while (bytes[end] != 0) {
            end++;
        }
        return new String(bytes, Long.BYTES, end - Long.BYTES, StandardCharsets.UTF_8);
    }
}
