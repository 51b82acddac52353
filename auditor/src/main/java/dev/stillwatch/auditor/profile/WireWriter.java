// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes varints (seven bits a byte, least first, as Protobuf does) and length-prefixed bytes; one thread. */
final class WireWriter {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] buffer = new byte[512];
    private int size;

    WireWriter unsigned(long value) {
        room(10);
        byte[] to = buffer;
        int at = size;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            to[at++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        to[at++] = (byte) rest;
        size = at;
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
        LONGS.set(buffer, size, value);
        size += Long.BYTES;
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

    /** All values, less their lowest bits, in as many bits each as the greatest needs; the width goes first. */
    WireWriter packed(long[] values, int shift) {
        long all = 0;
        for (long value : values) {
            all |= value;
        }
        int width = Long.SIZE - Long.numberOfLeadingZeros(all >>> shift);
        octet(width);
        long pending = 0;
        int bits = 0;
        for (long value : values) {
            long kept = value >>> shift;
            pending |= kept << bits;
            bits += width;
            if (bits >= Long.SIZE) {
                fixed64(pending);
                bits -= Long.SIZE;
                pending = bits == 0 ? 0 : kept >>> width - bits;
            }
        }
        for (; bits > 0; bits -= Byte.SIZE) {
            octet((int) pending);
            pending >>>= Byte.SIZE;
        }
        return this;
    }

    /** Bytes written so far. */
    int size() {
        return size;
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
