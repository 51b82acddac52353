// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes varints (seven bits a byte, least first, as Protobuf does) and length-prefixed bytes; one thread. */
final class WireWriter {
    private byte[] buffer = new byte[512];
    private int size;

    WireWriter unsigned(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
        return this;
    }

    /** Zigzag, so that small negative values stay short. */
    WireWriter signed(long value) {
        return unsigned(value << 1 ^ value >> 63);
    }

    WireWriter octet(int value) {
        room(1);
        buffer[size++] = (byte) value;
        return this;
    }

    WireWriter fixed64(long value) {
        room(Long.BYTES);
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            buffer[size++] = (byte) (value >>> shift);
        }
        return this;
    }

    WireWriter bytes(byte[] value) {
        unsigned(value.length);
        room(value.length);
        System.arraycopy(value, 0, buffer, size, value.length);
        size += value.length;
        return this;
    }

    WireWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** All values in as many bits each as the greatest needs; the width goes first. */
    WireWriter packed(long[] values) {
        long all = 0;
        for (long value : values) {
            all |= value;
        }
        int width = Long.SIZE - Long.numberOfLeadingZeros(all);
        octet(width);
        room((int) (((long) values.length * width + 7) / Byte.SIZE));
        long pending = 0;
        int bits = 0;
        for (long value : values) {
            long rest = value;
            for (int left = width; left > 0; ) {
                int step = Math.min(left, Byte.SIZE - bits);
                pending |= (rest & (1L << step) - 1) << bits;
                rest >>>= step;
                bits += step;
                left -= step;
                if (bits == Byte.SIZE) {
                    buffer[size++] = (byte) pending;
                    pending = 0;
                    bits = 0;
                }
            }
        }
        return bits == 0 ? this : octet((int) pending);
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    private void room(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
