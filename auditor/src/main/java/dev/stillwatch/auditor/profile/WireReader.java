// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link WireWriter} wrote; a truncated or overlong value is a {@link CorruptStateException}. */
final class WireReader {
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
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
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
        if (at >= bytes.length) {
            throw new CorruptStateException("the value ends after " + bytes.length + " bytes");
        }
        return bytes[at++] & 0xFF;
    }

    long fixed64() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            value |= (long) octet() << shift;
        }
        return value;
    }

    long[] packed(int count) {
        int width = octet();
        if (width > Long.SIZE) {
            throw new CorruptStateException("packed values of " + width + " bits");
        }
        long[] values = new long[count];
        int pending = 0;
        int bits = 0;
        for (int v = 0; v < count; v++) {
            for (int have = 0; have < width; ) {
                if (bits == 0) {
                    pending = octet();
                    bits = Byte.SIZE;
                }
                int step = Math.min(width - have, bits);
                values[v] |= (pending & (1L << step) - 1) << have;
                pending >>>= step;
                bits -= step;
                have += step;
            }
        }
        return values;
    }

    byte[] bytes() {
        int size = size();
        if (size > bytes.length - at) {
            throw new CorruptStateException("the value ends after " + bytes.length + " bytes");
        }
        at += size;
        return Arrays.copyOfRange(bytes, at - size, at);
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }
}
