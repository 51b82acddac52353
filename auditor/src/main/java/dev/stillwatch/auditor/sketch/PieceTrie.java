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

    private long[] edges = new long[1 << 12];
    private int[] targets = new int[1 << 12];
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
            if (found == edge) {
                return targets[slot];
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
        insert(edge(node, c), nodes);
        return nodes++;
    }

    private void grow() {
        long[] oldEdges = edges;
        int[] oldTargets = targets;
        edges = new long[oldEdges.length * 2];
        targets = new int[edges.length];
        for (int i = 0; i < oldEdges.length; i++) {
            if (oldEdges[i] != 0) {
                insert(oldEdges[i], oldTargets[i]);
            }
        }
    }

    private void insert(long edge, int target) {
        int mask = edges.length - 1;
        int slot = slot(edge, mask);
        while (edges[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        edges[slot] = edge;
        targets[slot] = target;
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
