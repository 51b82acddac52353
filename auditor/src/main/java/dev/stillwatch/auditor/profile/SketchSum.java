// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.exchange.SignSketch;
import java.util.Arrays;

/**
 * The sum of sign sketches of one embedding-table version and key epoch: how many, and for each of the 512 bits how
 * often it was 1. Sums add over exchanges and over accounts. Of sketches of several versions or epochs the newest epoch
 * (then the greater version) is kept: others never compare. Counts have eight fractional bits.
 *
 * <p>The mean of sign bits is a kernel mean embedding, so the squared distance of two means, less what sampling alone
 * explains, is an unbiased squared maximum mean discrepancy (Gretton et al., "A kernel two-sample test", JMLR 13, 2012).
 */
public final class SketchSum {
    /** No sketch. */
    public static final SketchSum EMPTY = new SketchSum(0, 0, 0, new long[0]);

    private static final int VERSION = 1;

    private final int version;
    private final int epoch;
    private final long size;
    private final long[] ones;

    private SketchSum(int version, int epoch, long size, long[] ones) {
        this.version = version;
        this.epoch = epoch;
        this.size = size;
        this.ones = ones;
    }

    /** The sum of one sketch. */
    static SketchSum of(SignSketch sketch) {
        if (sketch.isNone()) {
            return EMPTY;
        }
        return new Adder().add(sketch).sum();
    }

    /** Number of sketches, decayed ones rounded. */
    public long size() {
        return size + Decay.ONE / 2 >> Decay.FRACTION;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Whether the two may be compared. */
    public boolean comparableWith(SketchSum other) {
        return !isEmpty() && !other.isEmpty() && version == other.version && epoch == other.epoch;
    }

    /** Both together; of different epochs or versions the newer one. Associative and commutative. */
    public SketchSum combine(SketchSum other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        return new Adder().add(this).add(other).sum();
    }

    /** The sum after so many days; see {@link Tally#decayed}. */
    public SketchSum decayed(int days, int halfLifeDays) {
        if (days == 0 || isEmpty()) {
            return this;
        }
        return new Adder().add(this).decay(days, halfLifeDays).sum();
    }

    /** Whether sketches of a table and key epoch are newer than others: by the epoch, then by the table's version. */
    static boolean isNewer(int version, int epoch, int thanVersion, int thanEpoch) {
        return epoch != thanEpoch ? epoch > thanEpoch : Integer.compareUnsigned(version, thanVersion) > 0;
    }

    int version() {
        return version;
    }

    int epoch() {
        return epoch;
    }

    /** Share (0..1) of the sketches that have a bit. */
    double share(int bit) {
        return (double) ones[bit] / size;
    }

    /** How far apart the means of the two are. */
    public Drift drift(SketchSum other) {
        if (!comparableWith(other) || size() < 2 || other.size() < 2) {
            return new Drift(size(), other.size(), 0);
        }
        double distance = 0;
        for (int i = 0; i < ones.length; i++) {
            double p = (double) ones[i] / size;
            double q = (double) other.ones[i] / other.size;
            double expected = p * (1 - p) / (size() - 1) + q * (1 - q) / (other.size() - 1);
            distance += (p - q) * (p - q) - expected;
        }
        return new Drift(size(), other.size(), Math.round(distance / SignSketch.BITS * Drift.MICRO));
    }

    /** The wire form; its first byte is the format version. */
    public byte[] encode() {
        long fraction = size;
        for (long count : ones) {
            fraction |= count;
        }
        int shift = (fraction & Decay.ONE - 1) == 0 ? Decay.FRACTION : 0;
        WireWriter out = new WireWriter().octet(VERSION).unsigned(size);
        if (size > 0) {
            out.signed(version).signed(epoch).octet(shift).packed(ones, shift);
        }
        return out.toBytes();
    }

    /**
     * Reads {@link #encode}.
     *
     * @throws CorruptStateException when the bytes are not such a form
     */
    public static SketchSum decode(byte[] bytes) {
        WireReader in = new WireReader(bytes).version(VERSION, "a sketch sum");
        long size = in.unsigned();
        if (size == 0) {
            return EMPTY;
        }
        int version = (int) in.signed();
        int epoch = (int) in.signed();
        int shift = in.octet();
        long[] ones = in.packed(SignSketch.BITS);
        for (int i = 0; i < ones.length; i++) {
            ones[i] <<= shift;
        }
        return new SketchSum(version, epoch, size, ones);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SketchSum that
                && version == that.version
                && epoch == that.epoch
                && size == that.size
                && Arrays.equals(ones, that.ones);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ones) * 31 + Long.hashCode(size);
    }

    @Override
    public String toString() {
        return "SketchSum[" + size() + "]";
    }

    /** Adds up many sums and sketches, with decay between them, in one array; of use until it gives the sum. One thread. */
    static final class Adder {
        private int version;
        private int epoch;
        private long size;
        private long[] ones = EMPTY.ones;

        /** All that another sum holds, unless what is here is newer; see {@link SketchSum#combine}. */
        Adder add(SketchSum other) {
            if (other.size > 0 && takes(other.version, other.epoch)) {
                size += other.size;
                for (int i = 0; i < ones.length; i++) {
                    ones[i] += other.ones[i];
                }
            }
            return this;
        }

        /** One more sketch, unless what is here is newer. */
        Adder add(SignSketch sketch) {
            if (!sketch.isNone() && takes(sketch.version(), sketch.epoch())) {
                size += Decay.ONE;
                for (int word = 0; word < SignSketch.WORDS; word++) {
                    long bits = sketch.word(word);
                    int first = word * Long.SIZE;
                    for (int bit = 0; bit < Long.SIZE; bit++) {
                        ones[first + bit] += (bits >>> bit & 1) << Decay.FRACTION;
                    }
                }
            }
            return this;
        }

        /** All so far, after so many days; see {@link SketchSum#decayed}. Days before the first sketch do not matter. */
        Adder decay(int days, int halfLifeDays) {
            if (days != 0 && size > 0) {
                Decay decay = Decay.over(days, halfLifeDays);
                size = decay.apply(size);
                for (int i = 0; i < ones.length; i++) {
                    ones[i] = decay.apply(ones[i]);
                }
            }
            return this;
        }

        SketchSum sum() {
            return size == 0 ? EMPTY : new SketchSum(version, epoch, size, ones);
        }

        // Whether sketches of this table and epoch count here; newer ones take the place of what there is.
        private boolean takes(int otherVersion, int otherEpoch) {
            if (size > 0 && version == otherVersion && epoch == otherEpoch) {
                return true;
            }
            if (size > 0 && !isNewer(otherVersion, otherEpoch, version, epoch)) {
                return false;
            }
            version = otherVersion;
            epoch = otherEpoch;
            size = 0;
            ones = new long[SignSketch.BITS];
            return true;
        }
    }
}
