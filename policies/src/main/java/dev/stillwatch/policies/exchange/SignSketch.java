// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.exchange;

import java.util.Arrays;

/**
 * The sign sketch of a text: 512 sign bits of its keyed, rotated static embedding. Two sketches compare only when table
 * version and key epoch are equal.
 */
public final class SignSketch {
    /** Sign bits in a sketch. */
    public static final int BITS = 512;
    /** Words of a sketch. */
    public static final int WORDS = BITS / Long.SIZE;
    /** No text. */
    public static final SignSketch NONE = new SignSketch(0, 0, new long[0]);

    private final int version;
    private final int epoch;
    private final long[] words;

    private SignSketch(int version, int epoch, long[] words) {
        this.version = version;
        this.epoch = epoch;
        this.words = words;
    }

    /**
     * A sketch.
     *
     * @param version first 32 bits of the SHA-256 of the embedding table
     * @param epoch key epoch
     * @param words {@link #WORDS} words, bit i of the sketch in word i/64
     * @throws IllegalArgumentException when there are not {@link #WORDS} words
     */
    public static SignSketch of(int version, int epoch, long[] words) {
        if (words.length != WORDS) {
            throw new IllegalArgumentException("a sketch has " + WORDS + " words, not " + words.length);
        }
        return new SignSketch(version, epoch, words.clone());
    }

    /** Whether there was no text. */
    public boolean isNone() {
        return words.length == 0;
    }

    /** Version of the embedding table. */
    public int version() {
        return version;
    }

    /** Key epoch. */
    public int epoch() {
        return epoch;
    }

    /** Word {@code index} of the bits. */
    public long word(int index) {
        return words[index];
    }

    /** Whether the two may be compared. */
    public boolean comparableWith(SignSketch other) {
        return !isNone() && !other.isNone() && version == other.version && epoch == other.epoch;
    }

    /** Bits that differ; both must be comparable. */
    public int distance(SignSketch other) {
        if (!comparableWith(other)) {
            throw new IllegalArgumentException("sketches of different table versions or key epochs never compare");
        }
        int distance = 0;
        for (int i = 0; i < WORDS; i++) {
            distance += Long.bitCount(words[i] ^ other.words[i]);
        }
        return distance;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignSketch that
                && version == that.version
                && epoch == that.epoch
                && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words) * 31 + version;
    }

    @Override
    public String toString() {
        return isNone() ? "SignSketch[none]" : "SignSketch[" + Integer.toHexString(version) + "/" + epoch + "]";
    }
}
