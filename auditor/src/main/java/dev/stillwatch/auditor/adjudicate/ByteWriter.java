// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes numbers as zigzag base-128 (small ones take one byte) and strings with their length before them. */
final class ByteWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

    ByteWriter number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    ByteWriter text(String value) {
        return blob(value.getBytes(StandardCharsets.UTF_8));
    }

    ByteWriter blob(byte[] value) {
        number(value.length);
        out.writeBytes(value);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
