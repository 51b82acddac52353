// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link WireWriter} wrote; a truncated or overlong value is a {@link CorruptStateException}. */
final class WireReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;

    WireReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Checks the first byte: the format version. */
    WireReader version(int expected, String what) {
        int version = octet();
        if (version != expected) {
            throw new CorruptStateException(what + " has format version " + version + ", this build reads " + expected);
        }
        return this;
    }

    long unsigned() {
        long value = octet();
        if (value < 0x80) {
            return value;
        }
        value &= 0x7F;
        for (int shift = 7; shift < Long.SIZE; shift += 7) {
            int next = octet();
            value |= (long) (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new CorruptStateException("a varint is longer than 64 bits");
    }

    long signed() {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }

    /** A count of things to follow, bounded so that damaged bytes cannot ask for all memory. */
    int size() {
        long size = unsigned();
        if (size < 0 || size > bytes.length) {
            throw new CorruptStateException("a length of " + size + " in a value of " + bytes.length + " bytes");
        }
        return (int) size;
    }

    int octet() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    long fixed64() {
        need(Long.BYTES);
        at += Long.BYTES;
        return (long) LONGS.get(bytes, at - Long.BYTES);
    }

    long[] packed(int count) {
        int width = octet();
        if (width > Long.SIZE) {
            throw new CorruptStateException("packed values of " + width + " bits");
        }
        long[] values = new long[count];
        if (width == 0) {
            return values;
        }
        int end = at + need((count * width + Byte.SIZE - 1) / Byte.SIZE);
        long mask = -1L >>> Long.SIZE - width;
        long word = 0;
        int bits = 0;
        for (int i = 0; i < count; i++) {
            long value = word;
            if (bits >= width) {
                word >>>= width;
                bits -= width;
            } else {
                // The value begins in the last bits of one word and ends in the first of the next.
                int taken = width - bits;
                word = next64();
                value |= word << bits;
                word = taken == Long.SIZE ? 0 : word >>> taken;
                bits = Long.SIZE - taken;
            }
            values[i] = value & mask;
        }
        at = end;
        return values;
    }

    // Of the last bytes as many as there are.
    private long next64() {
        if (bytes.length - at >= Long.BYTES) {
            return fixed64();
        }
        long value = 0;
        for (int shift = 0; at < bytes.length; shift += Byte.SIZE) {
            value |= (long) octet() << shift;
        }
        return value;
    }

    private int need(int size) {
        if (size > bytes.length - at) {
            throw new CorruptStateException("the value ends after " + bytes.length + " bytes");
        }
        return size;
    }

    byte[] bytes() {
        int size = size();
        need(size);
        at += size;
        return Arrays.copyOfRange(bytes, at - size, at);
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
