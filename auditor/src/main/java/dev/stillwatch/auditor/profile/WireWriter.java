// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes varints (seven bits a byte, least first, as Protobuf does) and length-prefixed bytes; one thread. */
final class WireWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    WireWriter unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** Zigzag, so that small negative values stay short. */
    WireWriter signed(long value) {
        return unsigned(value << 1 ^ value >> 63);
    }

    WireWriter octet(int value) {
        out.write(value);
        return this;
    }

    WireWriter fixed64(long value) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            out.write((int) (value >>> shift));
        }
        return this;
    }

    WireWriter bytes(byte[] value) {
        unsigned(value.length);
        out.writeBytes(value);
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
        int pending = 0;
        int bits = 0;
        for (long value : values) {
            for (int i = 0; i < width; i++) {
                pending |= (int) (value >>> i & 1) << bits++;
                if (bits == Byte.SIZE) {
                    octet(pending);
                    pending = 0;
                    bits = 0;
                }
            }
        }
        return bits == 0 ? this : octet(pending);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
