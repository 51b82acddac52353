// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.exchange.SignSketch;
import dev.stillwatch.policies.key.DeploymentKey;
import java.util.stream.IntStream;

/**
 * The static embedding turned by a keyed rotation: one row of {@link SignSketch#BITS} small integers a piece, and one
 * for each bucket of character n-grams of the scripts that the vocabulary cannot read. A text is the sum of its rows;
 * the signs of the sum are its sketch. The rotation is two orthogonal matrices, each from the deployment's key, so that
 * the angle between two texts is kept and the share of equal signs estimates it (Charikar 2002; with less variance
 * than independent projections: Ji et al. 2012, super-bit hashing). 46 MB; immutable, shared between threads.
 */
public final class KeyedEmbedding {
    /** Greatest magnitude of an entry, so that {@link RowSum#ROWS} of them fit a short. */
    static final int GREATEST = Short.MAX_VALUE / RowSum.ROWS;

    /** Rows for character n-grams; a power of two. */
    static final int GRAM_ROWS = 1 << 14;

    private static final int BITS = SignSketch.BITS;
    private static final int DIMENSIONS = VocabularyTable.DIMENSIONS;
    /** Fixed-point steps of an entry's root mean square: entries beyond four times that are clipped. */
    private static final int STEPS = GREATEST / 4;

    private final int version;
    private final int epoch;
    private final WordPieces wordPieces;
    private final short[][] rows;
    private final short[][] grams;
    private final long gramSeed;

    private KeyedEmbedding(int version, int epoch, WordPieces words, short[][] rows, short[][] grams, long gramSeed) {
        this.version = version;
        this.epoch = epoch;
        this.wordPieces = words;
        this.rows = rows;
        this.grams = grams;
        this.gramSeed = gramSeed;
    }

    /** The table under the key; takes about a second. */
    public static KeyedEmbedding of(VocabularyTable table, DeploymentKey key) {
        KeyedRandom random = new KeyedRandom(key.subkey("sketch-rotation"));
        float[] rotation = new float[DIMENSIONS * BITS];
        for (int block = 0; block < BITS / DIMENSIONS; block++) {
            fill(rotation, block * DIMENSIONS, OrthogonalMatrix.random(DIMENSIONS, random));
        }
        short[][] rows = turned(table, rotation);
        short[][] grams = new short[GRAM_ROWS][BITS];
        for (short[] gram : grams) {
            for (int i = 0; i < BITS; i += Long.SIZE) {
                long bits = random.nextLong();
                for (int k = 0; k < Long.SIZE; k++) {
                    gram[i + k] = (short) ((bits >>> k & 1) == 0 ? -STEPS : STEPS);
                }
            }
        }
        return new KeyedEmbedding(
                table.version(), key.epoch(), new WordPieces(table.pieces()), rows, grams, random.nextLong());
    }

    /** The tokenizer of the table. */
    WordPieces wordPieces() {
        return wordPieces;
    }

    /** Adds the row of a piece. */
    void add(int piece, RowSum sum) {
        sum.add(rows[piece]);
    }

    /** Adds the row of a character n-gram, given its unkeyed hash. */
    void addGram(long hash, RowSum sum) {
        long mixed = (hash ^ gramSeed) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        sum.add(grams[(int) (mixed >>> 40 & GRAM_ROWS - 1)]);
    }

    /** The signs of a sum. */
    SignSketch sketch(RowSum sum) {
        return SignSketch.of(version, epoch, sum.signs());
    }

    private static void fill(float[] rotation, int column, double[][] orthogonal) {
        for (int k = 0; k < DIMENSIONS; k++) {
            for (int i = 0; i < DIMENSIONS; i++) {
                rotation[k * BITS + column + i] = (float) orthogonal[k][i];
            }
        }
    }

    private static short[][] turned(VocabularyTable table, float[] rotation) {
        int pieces = table.pieces().size();
        double squares = 0;
        int read = 0;
        for (int piece = 0; piece < pieces; piece++) {
            if (table.reads(piece)) {
                read++;
                for (int k = 0; k < DIMENSIONS; k++) {
                    squares += (double) table.component(piece, k) * table.component(piece, k);
                }
            }
        }
        float scale = (float) (STEPS / Math.sqrt(squares / Math.max(1, read) / DIMENSIONS));
        short[][] turned = new short[pieces][BITS];
        IntStream.range(0, pieces).parallel().forEach(piece -> turn(table, piece, rotation, scale, turned[piece]));
        return turned;
    }

    private static void turn(VocabularyTable table, int piece, float[] rotation, float scale, short[] turned) {
        float[] row = new float[BITS];
        for (int k = 0; k < DIMENSIONS; k++) {
            float component = table.component(piece, k) * scale;
            int from = k * BITS;
            for (int i = 0; i < BITS; i++) {
                row[i] += component * rotation[from + i];
            }
        }
        for (int i = 0; i < BITS; i++) {
            turned[i] = (short) Math.max(-GREATEST, Math.min(GREATEST, Math.round(row[i])));
        }
    }
}
