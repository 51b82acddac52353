// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A keyed 64-bit hash of texts: SipHash-2-4 (Aumasson and Bernstein, INDOCRYPT 2012), a pseudo-random function under a
 * 128-bit key. Text in, number out, and nobody without the key can say which text a number stands for; on a prompt of
 * 500 bytes it takes a fifth of HMAC-SHA-256's time (docs/decisions/0004-hot-path.md). Immutable and safe to share.
 */
public final class TextHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long k0;
    private final long k1;

    /** Under a key of which the first 16 bytes count. */
    TextHash(byte[] key) {
        k0 = (long) LONGS.get(key, 0);
        k1 = (long) LONGS.get(key, Long.BYTES);
    }

    /** The hash of the value's UTF-8 form; 0 (absent) only for the empty value. */
    public long of(String value) {
        if (value.isEmpty()) {
            return 0;
        }
        long hash = of(value.getBytes(StandardCharsets.UTF_8));
        return hash == 0 ? 1 : hash;
    }

    /** SipHash-2-4 as published. */
    long of(byte[] in) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int whole = in.length & -Long.BYTES;
        // Two rounds a word, four at the end. One step of the loop is one word; the last one holds the rest and the
        // length; the four closing rounds are two steps of a word of nothing.
        for (int at = 0; at <= whole + 2 * Long.BYTES; at += Long.BYTES) {
            long word = at < whole ? (long) LONGS.get(in, at) : at == whole ? rest(in, whole) : 0;
            v2 ^= at == whole + Long.BYTES ? 0xff : 0;
            v3 ^= word;
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v2 += v3;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v1;
                v0 += v3;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long rest(byte[] in, int from) {
        long word = (long) in.length << 56;
        for (int i = from; i < in.length; i++) {
            word |= (in[i] & 0xFFL) << (i - from) * Byte.SIZE;
        }
        return word;
    }
}
