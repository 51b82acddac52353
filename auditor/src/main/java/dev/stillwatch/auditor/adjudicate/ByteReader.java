// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link ByteWriter} wrote; never past the end and never a length that is not there. */
final class ByteReader {
    private final byte[] bytes;
    private int at;

    ByteReader(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    void expect(int version, String what) {
        long found = number();
        if (found != version) {
            throw new IllegalArgumentException(what + " of version " + found + ", this build reads version " + version);
        }
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at >= bytes.length) {
                throw new IllegalArgumentException("the bytes end inside a number at " + at);
            }
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IllegalArgumentException("a number longer than 64 bits at " + at);
    }

    /** Eight bytes. */
    long word() {
        if (bytes.length - at < Long.BYTES) {
            throw new IllegalArgumentException("the bytes end inside a word at " + at);
        }
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            value |= (bytes[at++] & 0xFFL) << shift;
        }
        return value;
    }

    int integer() {
        long value = number();
        if (value != (int) value) {
            throw new IllegalArgumentException("a number of more than 32 bits, " + value + ", before " + at);
        }
        return (int) value;
    }

    <T> T constant(T[] values) {
        long ordinal = number();
        if (ordinal < 0 || ordinal >= values.length) {
            throw new IllegalArgumentException("no constant " + ordinal + " of " + values.length);
        }
        return values[(int) ordinal];
    }

    String text() {
        return new String(blob(), StandardCharsets.UTF_8);
    }

    byte[] blob() {
        long length = number();
        if (length < 0 || length > bytes.length - at) {
            throw new IllegalArgumentException(
                    "a length of " + length + " with " + (bytes.length - at) + " bytes left");
        }
        int from = at;
        at += (int) length;
        return Arrays.copyOfRange(bytes, from, at);
    }

    boolean isDone() {
        return at == bytes.length;
    }
}
