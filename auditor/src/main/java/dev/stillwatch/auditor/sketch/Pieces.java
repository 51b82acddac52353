// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.Arrays;

/** The word pieces of one text: a buffer that is filled, read and filled again on one thread. */
final class Pieces {
    private final int[] ids;
    private int size;
    private int limit;
    private boolean full;
    private boolean foreign;
    private boolean cut;

    /** A buffer for at most {@code capacity} pieces. */
    Pieces(int capacity) {
        ids = new int[capacity];
        limit = capacity;
    }

    /** Number of pieces. */
    int size() {
        return size;
    }

    /** Vocabulary id of piece {@code index}. */
    int id(int index) {
        return ids[index];
    }

    /** A copy of the ids. */
    int[] ids() {
        return Arrays.copyOf(ids, size);
    }

    /** Whether a script was met that the static embedding does not read. */
    boolean foreign() {
        return foreign;
    }

    /** Whether text was left unread. */
    boolean cut() {
        return cut;
    }

    void clear() {
        size = 0;
        limit = ids.length;
        full = false;
        foreign = false;
        cut = false;
    }

    /** From here on the buffer takes pieces until it holds {@code most} of them. */
    void limit(int most) {
        limit = Math.min(most, ids.length);
        full = false;
    }

    /** How many more pieces it takes. */
    int room() {
        return limit - size;
    }

    /** Whether a piece was refused since the limit was set. */
    boolean full() {
        return full;
    }

    /** Adds a piece, or refuses it when the limit is reached. */
    void add(int id) {
        if (size >= limit) {
            full = true;
            cut = true;
        } else {
            ids[size++] = id;
        }
    }

    /** Adds pieces that there is room for. */
    void addAll(int[] more) {
        System.arraycopy(more, 0, ids, size, more.length);
        size += more.length;
    }

    void rewind(int to) {
        size = to;
    }

    void sawForeign() {
        foreign = true;
    }

    void sawCut() {
        cut = true;
    }
}
