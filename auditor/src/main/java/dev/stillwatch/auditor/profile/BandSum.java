// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.policies.exchange.SignSketch;
import java.util.Arrays;

/**
 * The sum of sign sketches in those of their 512 bits that make bands: how many sketches, and for each of {@link #BITS}
 * bits how often it was 1. Of sketches of several embedding tables or key epochs the newest count, as in
 * {@link SketchSum}. Does not depend on the order; at most 110 bytes for 63 sketches. Immutable.
 */
public final class BandSum {
    /** Bands of the mean's signs. */
    public static final int BANDS = 8;
    /** Signs in a band. */
    public static final int BAND_BITS = 16;
    /** Bits of the sketch that are counted. */
    public static final int BITS = BANDS * BAND_BITS;

    /** No sketch. */
    public static final BandSum EMPTY = new BandSum(0, 0, 0, new long[0]);

    private static final int VERSION = 1;

    private final int version;
    private final int epoch;
    private final int size;
    private final long[] ones;

    private BandSum(int version, int epoch, int size, long[] ones) {
        this.version = version;
        this.epoch = epoch;
        this.size = size;
        this.ones = ones;
    }

    /** Number of sketches. */
    public int size() {
        return size;
    }

    /** With more sketches; those that say nothing do not count. */
    public BandSum with(Iterable<SignSketch> sketches) {
        int newestVersion = version;
        int newestEpoch = epoch;
        int count = size;
        long[] counts = size == 0 ? new long[BITS] : ones.clone();
        for (SignSketch sketch : sketches) {
            if (sketch.isNone()) {
                continue;
            }
            if (count == 0 || SketchSum.isNewer(sketch.version(), sketch.epoch(), newestVersion, newestEpoch)) {
                newestVersion = sketch.version();
                newestEpoch = sketch.epoch();
                count = 0;
                Arrays.fill(counts, 0);
            }
            if (newestVersion == sketch.version() && newestEpoch == sketch.epoch()) {
                count++;
                for (int bit = 0; bit < BITS; bit++) {
                    counts[bit] += sketch.word(bit / Long.SIZE) >>> bit % Long.SIZE & 1;
                }
            }
        }
        return count == 0 ? EMPTY : new BandSum(newestVersion, newestEpoch, count, counts);
    }

    /**
     * Bands of the mean's signs for locality-sensitive hashing: two means that point the same way share most of them,
     * unrelated ones few. The bits lie in a keyed rotation, so a band says nothing without the deployment's key.
     *
     * @return one value a band, never 0; empty where there is no sketch
     */
    public long[] bands() {
        long[] bands = new long[size == 0 ? 0 : BANDS];
        for (int band = 0; band < bands.length; band++) {
            long signs = 0;
            for (int bit = band * BAND_BITS; bit < (band + 1) * BAND_BITS; bit++) {
                signs = signs << 1 | (2 * ones[bit] > size ? 1 : 0);
            }
            long place = Mixing.mix(Integer.toUnsignedLong(version) << Integer.SIZE | epoch, band);
            bands[band] = Mixing.mix(place, signs) | 1;
        }
        return bands;
    }

    /** The wire form; its first byte is the format version. */
    public byte[] encode() {
        WireWriter out = new WireWriter().octet(VERSION).unsigned(size);
        if (size > 0) {
            out.signed(version).signed(epoch).packed(ones, 0);
        }
        return out.toBytes();
    }

    /**
     * Reads {@link #encode}.
     *
     * @throws CorruptStateException when the bytes are not such a form
     */
    public static BandSum decode(byte[] bytes) {
        WireReader in = new WireReader(bytes).version(VERSION, "a sum of bands");
        int size = (int) in.unsigned();
        return size == 0 ? EMPTY : new BandSum((int) in.signed(), (int) in.signed(), size, in.packed(BITS));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BandSum that
                && version == that.version
                && epoch == that.epoch
                && size == that.size
                && Arrays.equals(ones, that.ones);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ones) * 31 + size;
    }

    @Override
    public String toString() {
        return "BandSum[" + size + "]";
    }
}
