// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import java.util.Arrays;

/**
 * A uniform sample of the distinct values of a stream: those whose 32-bit mixed hash ranks least, with exact counts.
 * Every value ranking below {@link #bound} is here, so an estimate is {@code size / (bound / 2^32)}: exact while no more
 * than the capacity k were seen, relative standard error 1/sqrt(k-1) beyond (theta sketch; Dasgupta, Lang, Rhodes and
 * Thaler, "A framework for estimating stream expression cardinalities", ICDT 2016). Union is associative and
 * commutative: the k least ranks of the union do not depend on order or grouping.
 */
final class DistinctSample {
    static final long NO_BOUND = 1L << 32;
    static final DistinctSample EMPTY = new DistinctSample(new long[0], new long[0], NO_BOUND);

    private final long[] ranks;
    private final long[] counts;
    private final long bound;

    private DistinctSample(long[] ranks, long[] counts, long bound) {
        this.ranks = ranks;
        this.counts = counts;
        this.bound = bound;
    }

    /** The rank of a value: well mixed, so that neighbouring keys rank apart. */
    static long rank(long value) {
        return Mixing.mix(value) >>> 32;
    }

    int size() {
        return ranks.length;
    }

    /** Estimated number of distinct values. */
    long distinct() {
        return bound == NO_BOUND ? ranks.length : Math.round(ranks.length * (double) NO_BOUND / bound);
    }

    /** How many of these values the other sample has. */
    int heldBy(DistinctSample other) {
        int held = 0;
        for (long rank : ranks) {
            held += Arrays.binarySearch(other.ranks, rank) >= 0 ? 1 : 0;
        }
        return held;
    }

    /** Count of the value of this rank, in the tally's fixed point; 0 when it is not in the sample. */
    long countOf(long rank) {
        int at = Arrays.binarySearch(ranks, rank);
        return at < 0 ? 0 : counts[at];
    }

    long total() {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        return total;
    }

    /** How many sampled values have at most this count. */
    int atMost(long count) {
        int atMost = 0;
        for (long one : counts) {
            atMost += one <= count ? 1 : 0;
        }
        return atMost;
    }

    /** One more occurrence of the value of this rank: the union with a sample of it alone. */
    DistinctSample with(long rank, Sample sample) {
        int found = Arrays.binarySearch(ranks, rank);
        if (rank >= bound || found >= 0 && !sample.counted()) {
            return this;
        }
        if (found >= 0) {
            long[] more = counts.clone();
            more[found] += Decay.ONE;
            return new DistinctSample(ranks, more, bound);
        }
        long[] moreRanks = inserted(ranks, -found - 1, rank);
        long[] moreCounts = inserted(counts, -found - 1, Decay.ONE);
        int capacity = sample.capacity();
        return moreRanks.length <= capacity
                ? new DistinctSample(moreRanks, moreCounts, bound)
                : new DistinctSample(
                        Arrays.copyOf(moreRanks, capacity), Arrays.copyOf(moreCounts, capacity), moreRanks[capacity]);
    }

    private static long[] inserted(long[] values, int at, long value) {
        long[] more = Arrays.copyOf(values, values.length + 1);
        System.arraycopy(values, at, more, at + 1, values.length - at);
        more[at] = value;
        return more;
    }

    DistinctSample union(DistinctSample other, Sample sample) {
        int capacity = sample.capacity();
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        long limit = Math.min(bound, other.bound);
        long[] mergedRanks = new long[ranks.length + other.ranks.length];
        long[] mergedCounts = new long[mergedRanks.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < ranks.length || j < other.ranks.length) {
            long left = i < ranks.length ? ranks[i] : NO_BOUND;
            long right = j < other.ranks.length ? other.ranks[j] : NO_BOUND;
            long least = Math.min(left, right);
            if (least >= limit) {
                break;
            }
            long count = (left == least ? counts[i++] : 0) + (right == least ? other.counts[j++] : 0);
            mergedRanks[size] = least;
            mergedCounts[size++] = sample.counted() ? count : Decay.ONE;
        }
        if (size > capacity) {
            limit = mergedRanks[capacity];
            size = capacity;
        }
        return new DistinctSample(Arrays.copyOf(mergedRanks, size), Arrays.copyOf(mergedCounts, size), limit);
    }

    /** Counts decay; a value that falls under half an occurrence is forgotten. */
    DistinctSample decayed(Decay decay) {
        long[] keptRanks = new long[ranks.length];
        long[] keptCounts = new long[ranks.length];
        int size = 0;
        for (int i = 0; i < ranks.length; i++) {
            long count = decay.apply(counts[i]);
            if (count >= Decay.ONE / 2) {
                keptRanks[size] = ranks[i];
                keptCounts[size++] = count;
            }
        }
        return size == 0
                ? EMPTY
                : new DistinctSample(Arrays.copyOf(keptRanks, size), Arrays.copyOf(keptCounts, size), bound);
    }

    /** Counts to the nearest whole, at least one: what is sampled was seen. */
    DistinctSample rounded() {
        if (ranks.length == 0) {
            return this;
        }
        long[] whole = new long[counts.length];
        for (int i = 0; i < counts.length; i++) {
            whole[i] = Math.max(Decay.ONE, counts[i] + Decay.ONE / 2 & -Decay.ONE);
        }
        return new DistinctSample(ranks, whole, bound);
    }

    /** Whether no count has a fractional part. */
    boolean isWhole() {
        long fraction = 0;
        for (long count : counts) {
            fraction |= count;
        }
        return (fraction & Decay.ONE - 1) == 0;
    }

    boolean isEmpty() {
        return ranks.length == 0 && bound == NO_BOUND;
    }

    void write(WireWriter out, boolean counted, int shift) {
        out.unsigned(ranks.length).unsigned(NO_BOUND - bound);
        long last = 0;
        for (int i = 0; i < ranks.length; i++) {
            out.unsigned(ranks[i] - last);
            last = ranks[i];
            if (counted) {
                out.unsigned(counts[i] >>> shift);
            }
        }
    }

    static DistinctSample read(WireReader in, boolean counted, int shift) {
        int size = in.size();
        long bound = NO_BOUND - in.unsigned();
        long[] ranks = new long[size];
        long[] counts = new long[size];
        long last = 0;
        for (int i = 0; i < size; i++) {
            last += in.unsigned();
            ranks[i] = last;
            counts[i] = counted ? in.unsigned() << shift : Decay.ONE;
        }
        return new DistinctSample(ranks, counts, bound);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistinctSample that
                && bound == that.bound
                && Arrays.equals(ranks, that.ranks)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ranks) * 31 + Arrays.hashCode(counts);
    }
}
