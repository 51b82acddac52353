// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

/**
 * Whole words of at most {@link #LONGEST} ASCII letters and digits, each found in one look-up: six bits a character and
 * the piece's number fit one long, so that a hit is exact and touches one cache line. Most words of ordinary English
 * text are in it; the others take the walk through {@link PieceTrie}. Immutable after building.
 */
final class ShortWords {
    /** Longest word held. */
    static final int LONGEST = 8;

    private static final int PIECE_BITS = 15;
    private static final int CODE_BITS = 6;

    private long[] slots = new long[1 << 10];
    private int size;

    /** Adds a word, unless it is too long or has other characters; only while building. */
    void add(String word, int piece) {
        long key = word.length() > LONGEST ? 0 : key(word.toCharArray(), 0, word.length());
        if (key == 0 || piece >= 1 << PIECE_BITS) {
            return;
        }
        if (++size * 4 > slots.length) {
            long[] before = slots;
            slots = new long[before.length * 2];
            for (long slot : before) {
                if (slot != 0) {
                    insert(slot);
                }
            }
        }
        insert(key << PIECE_BITS | piece);
    }

    /** The piece that is the whole of {@code word[from, to)}, {@link PieceTrie#NONE} when none is held. */
    int find(char[] word, int from, int to) {
        long key = to - from > LONGEST ? 0 : key(word, from, to);
        if (key == 0) {
            return PieceTrie.NONE;
        }
        int mask = slots.length - 1;
        for (int i = place(key, mask); ; i = i + 1 & mask) {
            long slot = slots[i];
            if (slot >>> PIECE_BITS == key) {
                return (int) slot & (1 << PIECE_BITS) - 1;
            }
            if (slot == 0) {
                return PieceTrie.NONE;
            }
        }
    }

    private void insert(long slot) {
        int mask = slots.length - 1;
        int i = place(slot >>> PIECE_BITS, mask);
        while (slots[i] != 0) {
            i = i + 1 & mask;
        }
        slots[i] = slot;
    }

    /** Six bits a character, none of them 0; 0 when a character is neither a letter nor a digit of ASCII. */
    private static long key(char[] word, int from, int to) {
        long key = 0;
        for (int i = from; i < to; i++) {
            char c = word[i];
            int code = c >= 'a' && c <= 'z' ? c - 'a' + 1 : c >= '0' && c <= '9' ? c - '0' + 27 : 0;
            if (code == 0) {
                return 0;
            }
            key = key << CODE_BITS | code;
        }
        return key;
    }

    private static int place(long key, int mask) {
        // Fibonacci hashing: the high bits of the product are well mixed.
        return (int) (key * 0x9E3779B97F4A7C15L >>> 40) & mask;
    }
}
