// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.Arrays;

/**
 * Disjoint sets of numbers from 0 on, with union by size and path halving (Tarjan and van Leeuwen 1984): near constant
 * time a step, 8 bytes a number. Which of a set's numbers stands for it depends on the order of unions; what the sets are
 * does not. One thread.
 */
final class DisjointSets {
    private static final int FEWEST = 16;

    private int[] parent = new int[FEWEST];
    private int[] size = new int[FEWEST];
    private int count;

    /** A new set with one number, which it returns. */
    int add() {
        if (count == parent.length) {
            parent = Arrays.copyOf(parent, 2 * count);
            size = Arrays.copyOf(size, 2 * count);
        }
        parent[count] = count;
        size[count] = 1;
        return count++;
    }

    /** Makes one set of two; false when they were one already. */
    boolean union(int a, int b) {
        int one = root(a);
        int other = root(b);
        if (one == other) {
            return false;
        }
        int greater = size[one] >= size[other] ? one : other;
        int lesser = greater == one ? other : one;
        parent[lesser] = greater;
        size[greater] += size[lesser];
        return true;
    }

    /** How many numbers are in the set of this one. */
    int size(int number) {
        return size[root(number)];
    }

    /** The number that stands for the set. */
    int root(int number) {
        int at = number;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}
