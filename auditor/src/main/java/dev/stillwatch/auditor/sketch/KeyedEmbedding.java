// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.exchange.SignSketch;
import dev.stillwatch.policies.key.DeploymentKey;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The static embedding turned by a keyed rotation: one row of {@link SignSketch#BITS} small integers a piece, and one
 * for each bucket of character n-grams of the scripts that the vocabulary cannot read. A text is the sum of its rows;
 * the signs of the sum are its sketch. The rotation is two orthogonal matrices, each from the deployment's key, so that
 * the angle between two texts is kept and the share of equal signs estimates it (Charikar 2002; with less variance
 * than independent projections: Ji et al. 2012, super-bit hashing). A row is turned when a text first needs it: turning
 * all of them would be most of a short run's start, and most vocabularies are never met. 15 MB, and 46 MB when every
 * piece has been met; shared between threads.
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
    private final VocabularyTable table;
    private final float[] rotation;
    private final float scale;
    private final AtomicReferenceArray<short[]> rows;
    private final short[][] grams;
    private final long gramSeed;

    private KeyedEmbedding(VocabularyTable table, int epoch, float[] rotation, short[][] grams, long gramSeed) {
        this.version = table.version();
        this.epoch = epoch;
        this.wordPieces = new WordPieces(table.pieces());
        this.table = table;
        this.rotation = rotation;
        this.scale = scale(table);
        this.rows = new AtomicReferenceArray<>(table.pieces().size());
        this.grams = grams;
        this.gramSeed = gramSeed;
    }

    /** The table under the key. */
    public static KeyedEmbedding of(VocabularyTable table, DeploymentKey key) {
        KeyedRandom random = new KeyedRandom(key.subkey("sketch-rotation"));
        float[] rotation = new float[DIMENSIONS * BITS];
        for (int block = 0; block < BITS / DIMENSIONS; block++) {
            fill(rotation, block * DIMENSIONS, OrthogonalMatrix.random(DIMENSIONS, random));
        }
        short[][] grams = new short[GRAM_ROWS][BITS];
        for (short[] gram : grams) {
            for (int i = 0; i < BITS; i += Long.SIZE) {
                long bits = random.nextLong();
                for (int k = 0; k < Long.SIZE; k++) {
                    gram[i + k] = (short) ((bits >>> k & 1) == 0 ? -STEPS : STEPS);
                }
            }
        }
        return new KeyedEmbedding(table, key.epoch(), rotation, grams, random.nextLong());
    }

    /** The tokenizer of the table. */
    WordPieces wordPieces() {
        return wordPieces;
    }

    /** Adds the row of a piece. */
    void add(int piece, RowSum sum) {
        short[] row = rows.get(piece);
        if (row == null) {
            // Two threads may turn the same row; both get the same numbers.
            row = turned(piece);
            rows.set(piece, row);
        }
        sum.add(row);
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

    /** Fixed-point steps of one unit: from the root mean square of the rows that can be read. */
    private static float scale(VocabularyTable table) {
        double squares = 0;
        int read = 0;
        for (int piece = 0; piece < table.pieces().size(); piece++) {
            if (table.reads(piece)) {
                read++;
                for (int k = 0; k < DIMENSIONS; k++) {
                    squares += (double) table.component(piece, k) * table.component(piece, k);
                }
            }
        }
        return (float) (STEPS / Math.sqrt(squares / Math.max(1, read) / DIMENSIONS));
    }

    private short[] turned(int piece) {
        float[] row = new float[BITS];
        for (int k = 0; k < DIMENSIONS; k++) {
            float component = table.component(piece, k) * scale;
            int from = k * BITS;
            for (int i = 0; i < BITS; i++) {
                row[i] += component * rotation[from + i];
            }
        }
        short[] turned = new short[BITS];
        for (int i = 0; i < BITS; i++) {
            turned[i] = (short) Math.max(-GREATEST, Math.min(GREATEST, Math.round(row[i])));
        }
        return turned;
    }
}
