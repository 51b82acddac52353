// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.exchange.SignSketch;
import java.util.Arrays;

/**
 * A running sum of embedding rows. Rows wait until there are {@link #TOGETHER} of them and are added in one pass of
 * shorts, spilled into ints before a short can overflow. Adds in any order and over texts; one thread.
 *
 * <p>Each row is an array of its own and the loop has no offset: only so does the JIT of Java 17 turn it into vector
 * additions whatever it inlines it into (docs/decisions/0004-hot-path.md).
 */
final class RowSum {
    /** Rows that fit a short before a spill. */
    static final int ROWS = 32;
    /** Rows added in one pass: the sum is loaded and stored once for all of them. */
    private static final int TOGETHER = 8;

    private static final int BITS = SignSketch.BITS;
    private static final short[] NOTHING = new short[BITS];

    private final short[][] waiting = new short[TOGETHER][];
    private final short[] partial = new short[BITS];
    private final int[] total = new int[BITS];
    private int waits;
    private int pending;

    void clear() {
        Arrays.fill(partial, (short) 0);
        Arrays.fill(total, 0);
        waits = 0;
        pending = 0;
    }

    /** Adds a row of 512 entries, each of at most {@link KeyedEmbedding#GREATEST}. */
    void add(short[] row) {
        waiting[waits++] = row;
        if (waits == TOGETHER) {
            pass();
        }
    }

    /** Whether every component is zero: nothing was read. */
    boolean isZero() {
        spill();
        int any = 0;
        for (int component : total) {
            any |= component;
        }
        return any == 0;
    }

    /** Component {@code i} of the sum. */
    int component(int i) {
        spill();
        return total[i];
    }

    /** Bit i is set when component i is positive. */
    long[] signs() {
        spill();
        long[] words = new long[SignSketch.WORDS];
        for (int word = 0; word < words.length; word++) {
            long bits = 0;
            for (int i = 0; i < Long.SIZE; i++) {
                bits |= (long) (-total[word * Long.SIZE + i] >>> 31) << i;
            }
            words[word] = bits;
        }
        return words;
    }

    private void pass() {
        addAll(partial, waiting[0], waiting[1], waiting[2], waiting[3], waiting[4], waiting[5], waiting[6], waiting[7]);
        waits = 0;
        pending += TOGETHER;
        if (pending == ROWS) {
            carry();
        }
    }

    // Parameters, not fields: the arrays are then loop constants.
    private static void addAll(
            short[] sum, short[] a, short[] b, short[] c, short[] d, short[] e, short[] f, short[] g, short[] h) {
        for (int i = 0; i < BITS; i++) {
            sum[i] = (short) (sum[i] + a[i] + b[i] + c[i] + d[i] + e[i] + f[i] + g[i] + h[i]);
        }
    }

    private void spill() {
        if (waits > 0) {
            Arrays.fill(waiting, waits, TOGETHER, NOTHING);
            pass();
        }
        if (pending > 0) {
            carry();
        }
    }

    private void carry() {
        for (int i = 0; i < BITS; i++) {
            total[i] += partial[i];
        }
        Arrays.fill(partial, (short) 0);
        pending = 0;
    }
}
