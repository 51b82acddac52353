// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.exchange.SignSketch;
import java.util.Arrays;

/**
 * A running sum of embedding rows. Rows are added in shorts, which the JIT turns into vector additions, and spilled
 * into ints before a short can overflow. Adds in any order and over texts; one thread.
 */
final class RowSum {
    /** Rows that fit a short before a spill. */
    static final int ROWS = 32;

    private static final int BITS = SignSketch.BITS;

    private final short[] partial = new short[BITS];
    private final int[] total = new int[BITS];
    private int pending;

    void clear() {
        Arrays.fill(partial, (short) 0);
        Arrays.fill(total, 0);
        pending = 0;
    }

    /** Adds {@code table[from, from + 512)}. */
    void add(short[] table, int from) {
        short[] sum = partial;
        for (int i = 0; i < BITS; i++) {
            sum[i] = (short) (sum[i] + table[from + i]);
        }
        if (++pending == ROWS) {
            spill();
        }
    }

    /** Whether every component is zero: nothing was read. */
    boolean isZero() {
        for (int i = 0; i < BITS; i++) {
            if (component(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Component {@code i} of the sum. */
    int component(int i) {
        return total[i] + partial[i];
    }

    /** Bit i is set when component i is positive. */
    long[] signs() {
        spill();
        long[] words = new long[SignSketch.WORDS];
        for (int i = 0; i < BITS; i++) {
            words[i >>> 6] |= (long) (-total[i] >>> 31) << i;
        }
        return words;
    }

    private void spill() {
        for (int i = 0; i < BITS; i++) {
            total[i] += partial[i];
        }
        Arrays.fill(partial, (short) 0);
        pending = 0;
    }
}
