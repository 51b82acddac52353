// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers as zigzag base-128 (small ones take one byte) and strings with their length before them. */
final class ByteWriter {
    /** Longest form of a number, in bytes. */
    private static final int MOST = 10;

    private byte[] buffer = new byte[128];
    private int size;

    ByteWriter number(long value) {
        room(MOST);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
        return this;
    }

    /** All eight bytes. */
    ByteWriter word(long value) {
        room(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            buffer[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    ByteWriter text(String value) {
        return blob(value.getBytes(StandardCharsets.UTF_8));
    }

    ByteWriter blob(byte[] value) {
        number(value.length);
        room(value.length);
        System.arraycopy(value, 0, buffer, size, value.length);
        size += value.length;
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer, size);
    }

    private void room(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
