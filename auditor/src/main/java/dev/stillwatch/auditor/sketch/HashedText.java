// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.key.TextHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text on its way into a hash, as UTF-8. A buffer that is filled, hashed and filled again on one thread. */
final class HashedText {
    private byte[] bytes = new byte[1024];
    private int size;

    void clear() {
        size = 0;
    }

    /** Bytes so far. */
    int size() {
        return size;
    }

    void add(char[] text, int from, int to) {
        room(to - from);
        for (int i = from; i < to; i++) {
            if (text[i] >= 0x80) {
                encode(new String(text, i, to - i));
                return;
            }
            bytes[size++] = (byte) text[i];
        }
    }

    void add(String text) {
        encode(text);
    }

    /** Bytes up to the {@code count}th blank; all when there are fewer. */
    int words(int count) {
        int blanks = 0;
        for (int i = 0; i < size; i++) {
            if (bytes[i] == ' ' && ++blanks == count) {
                return i;
            }
        }
        return size;
    }

    /** The hash of the first {@code length} bytes. */
    long hash(TextHash hash, int length) {
        return hash.of(bytes, length);
    }

    private void encode(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
