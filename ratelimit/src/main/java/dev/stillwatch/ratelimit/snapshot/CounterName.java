// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.snapshot;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a counter counts, for as long as limits files and standings call it the same: over restarts and on every node.
 *
 * @param kind what kind of counter
 * @param texts what tells it from others of its kind, in their order
 */
public record CounterName(Kind kind, List<String> texts) {
    /** Kinds of counters; the ordinal is part of what is hashed: append. */
    public enum Kind {
        /** A limit of the file, or one that a gateway brought. */
        LIMIT,
        /** A subject's plan. */
        PLAN,
        /** A ring's shared budget. */
        BUDGET,
        /** A ring's shared budget as shadow mode counts it. */
        SHADOW_BUDGET;

        /** Whether it holds somebody who is suspected. */
        public boolean flagged() {
            return this != LIMIT;
        }
    }

    /** Different names have different bytes: each text stands behind its length, in its own characters. */
    public byte[] bytes() {
        int length = Byte.BYTES;
        for (String text : texts) {
            length += Integer.BYTES + text.length() * Character.BYTES;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).put((byte) kind.ordinal());
        for (String text : texts) {
            bytes.putInt(text.length());
            for (int i = 0; i < text.length(); i++) {
                bytes.putChar(text.charAt(i));
            }
        }
        return bytes.array();
    }
}
