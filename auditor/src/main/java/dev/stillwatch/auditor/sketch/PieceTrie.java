// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.Arrays;

/**
 * Word pieces as a trie whose edges lie in one open-addressing table, so that the longest piece at a place is found in
 * one walk and without a substring. Immutable after building.
 */
final class PieceTrie {
    /** No node, no piece. */
    static final int NONE = -1;
    /** The empty prefix. */
    static final int ROOT = 0;

    private static final int TARGET_BITS = 24;

    /** Edge in the upper 40 bits, the node it leads to in the lower 24: one look-up touches one cache line. */
    private long[] edges = new long[1 << 12];

    private int[] pieces = new int[1 << 11];
    private int nodes = 1;

    PieceTrie() {
        Arrays.fill(pieces, NONE);
    }

    /** Adds a piece; only while building. */
    void add(String piece, int id) {
        int node = ROOT;
        for (int i = 0; i < piece.length(); i++) {
            node = child(node, piece.charAt(i));
        }
        pieces[node] = id;
    }

    /** The node behind the edge, {@link #NONE} when there is none. */
    int step(int node, char c) {
        long edge = edge(node, c);
        int mask = edges.length - 1;
        for (int slot = slot(edge, mask); ; slot = (slot + 1) & mask) {
            long found = edges[slot];
            if (found >>> TARGET_BITS == edge) {
                return (int) found & (1 << TARGET_BITS) - 1;
            }
            if (found == 0) {
                return NONE;
            }
        }
    }

    /** The piece that ends at the node, {@link #NONE} when none does. */
    int piece(int node) {
        return pieces[node];
    }

    private int child(int node, char c) {
        int known = step(node, c);
        if (known != NONE) {
            return known;
        }
        if (nodes * 4 > edges.length) {
            grow();
        }
        if (nodes == pieces.length) {
            pieces = Arrays.copyOf(pieces, nodes * 2);
            Arrays.fill(pieces, nodes, pieces.length, NONE);
        }
        insert(edge(node, c) << TARGET_BITS | nodes);
        return nodes++;
    }

    private void grow() {
        long[] before = edges;
        edges = new long[before.length * 2];
        for (long edge : before) {
            if (edge != 0) {
                insert(edge);
            }
        }
    }

    private void insert(long edge) {
        int mask = edges.length - 1;
        int slot = slot(edge >>> TARGET_BITS, mask);
        while (edges[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        edges[slot] = edge;
    }

    /** Never 0, which marks a free slot. */
    private static long edge(int node, char c) {
        return (node + 1L) << 16 | c;
    }

    private static int slot(long edge, int mask) {
        // Fibonacci hashing: the high bits of the product are well mixed.
        return (int) ((edge * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    }
}
