// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

/** The word pieces of one text: a buffer that is filled, read and filled again on one thread. */
final class Pieces {
    private final int[] ids;
    private int size;
    private boolean foreign;
    private boolean cut;

    /** A buffer for at most {@code capacity} pieces. */
    Pieces(int capacity) {
        ids = new int[capacity];
    }

    /** Number of pieces. */
    int size() {
        return size;
    }

    /** Vocabulary id of piece {@code index}. */
    int id(int index) {
        return ids[index];
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
        foreign = false;
        cut = false;
    }

    void add(int id) {
        ids[size++] = id;
    }

    void rewind(int to) {
        size = to;
    }

    int capacity() {
        return ids.length;
    }

    /** Another part of the text follows: what was left unread before does not end it. */
    void goOn() {
        cut = false;
    }

    void sawForeign() {
        foreign = true;
    }

    void sawCut() {
        cut = true;
    }
}
