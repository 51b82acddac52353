// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Small numbers by rank, in ascending order of their ranks: two arrays, because profiles are read and written with every
 * judgement. A bounded one keeps the least ranks, so of a union in any order the same are left. Immutable.
 */
final class Ranked {
    static final Ranked NONE = new Ranked(new long[0], new int[0]);

    private final long[] ranks;
    private final int[] values;

    private Ranked(long[] ranks, int[] values) {
        this.ranks = ranks;
        this.values = values;
    }

    static Ranked of(long rank, int value) {
        return new Ranked(new long[] {rank}, new int[] {value});
    }

    int size() {
        return ranks.length;
    }

    int count(IntPredicate which) {
        int count = 0;
        for (int value : values) {
            count += which.test(value) ? 1 : 0;
        }
        return count;
    }

    /** How many different numbers the values map to. */
    int distinct(IntUnaryOperator of) {
        int[] mapped = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            mapped[i] = of.applyAsInt(values[i]);
        }
        Arrays.sort(mapped);
        int distinct = 0;
        for (int i = 0; i < mapped.length; i++) {
            distinct += i == 0 || mapped[i] != mapped[i - 1] ? 1 : 0;
        }
        return distinct;
    }

    /**
     * Both together, the least ranks of them.
     *
     * @param plus joins what both have of one rank
     * @param most ranks kept
     */
    Ranked union(Ranked other, IntBinaryOperator plus, int most) {
        int all = Math.min(most, ranks.length + other.ranks.length);
        long[] unionRanks = new long[all];
        int[] unionValues = new int[all];
        int size = 0;
        int i = 0;
        int j = 0;
        while (size < all && (i < ranks.length || j < other.ranks.length)) {
            if (j == other.ranks.length || i < ranks.length && ranks[i] < other.ranks[j]) {
                unionRanks[size] = ranks[i];
                unionValues[size++] = values[i++];
            } else if (i == ranks.length || other.ranks[j] < ranks[i]) {
                unionRanks[size] = other.ranks[j];
                unionValues[size++] = other.values[j++];
            } else {
                unionRanks[size] = ranks[i];
                unionValues[size++] = plus.applyAsInt(values[i++], other.values[j++]);
            }
        }
        return sized(unionRanks, unionValues, size);
    }

    /**
     * With values made anew, the least ranks of those that are left.
     *
     * @param renew a value's successor; negative when it has none
     * @param most ranks kept
     */
    Ranked renewed(IntUnaryOperator renew, int most) {
        long[] keptRanks = new long[ranks.length];
        int[] keptValues = new int[ranks.length];
        int size = 0;
        for (int i = 0; i < ranks.length && size < most; i++) {
            int value = renew.applyAsInt(values[i]);
            if (value >= 0) {
                keptRanks[size] = ranks[i];
                keptValues[size++] = value;
            }
        }
        return sized(keptRanks, keptValues, size);
    }

    private static Ranked sized(long[] ranks, int[] values, int size) {
        return size == ranks.length
                ? new Ranked(ranks, values)
                : new Ranked(Arrays.copyOf(ranks, size), Arrays.copyOf(values, size));
    }

    /** Writes one value; its rank is written already. */
    interface ValueWriter {
        void write(int value, WireWriter out);
    }

    /** Reads what {@link ValueWriter} wrote. */
    interface ValueReader {
        int read(WireReader in);
    }

    void write(WireWriter out, ValueWriter writer) {
        out.unsigned(ranks.length);
        long last = 0;
        for (int i = 0; i < ranks.length; i++) {
            out.unsigned(ranks[i] - last);
            writer.write(values[i], out);
            last = ranks[i];
        }
    }

    static Ranked read(WireReader in, ValueReader reader) {
        int size = in.size();
        if (size == 0) {
            return NONE;
        }
        long[] ranks = new long[size];
        int[] values = new int[size];
        long last = 0;
        for (int i = 0; i < size; i++) {
            last += in.unsigned();
            ranks[i] = last;
            values[i] = reader.read(in);
        }
        return new Ranked(ranks, values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ranked that && Arrays.equals(ranks, that.ranks) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ranks) + Arrays.hashCode(values);
    }
}
