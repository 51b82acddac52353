// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.sketch;

import dev.stillwatch.auditor.sketch.KeyedEmbedding;
import dev.stillwatch.auditor.sketch.Sketcher;
import dev.stillwatch.auditor.sketch.VocabularyTable;
import dev.stillwatch.auditor.sketch.WordPieces;
import dev.stillwatch.policies.exchange.SignSketch;
import java.util.Locale;
import java.util.SplittableRandom;

/** One way to turn a text into a vector whose mean over an account's prompts is compared. */
interface SketchVariant {
    /** Name in the table. */
    String name();

    /** The vector of one text. */
    float[] vector(String text);

    /** The shipped sketch, its first {@code bits} bits as -1 and 1. */
    static SketchVariant shipped(KeyedEmbedding embedding, int bits) {
        Sketcher sketcher = new Sketcher(embedding);
        return of("static embedding, " + bits + " sign bits", text -> {
            float[] vector = new float[bits];
            SignSketch sketch = sketcher.sketch(text);
            for (int i = 0; i < bits && !sketch.isNone(); i++) {
                vector[i] = (sketch.word(i >>> 6) >>> i & 1) == 0 ? -1 : 1;
            }
            return vector;
        });
    }

    /** The static embedding without signs, unit length: what the bits stand for. */
    static SketchVariant exact(VocabularyTable table) {
        WordPieces words = new WordPieces(table.pieces());
        return of("static embedding, 256 numbers", text -> {
            float[] vector = new float[VocabularyTable.DIMENSIONS];
            for (int piece : words.ids(text, 2 * Sketcher.PIECES)) {
                for (int k = 0; k < vector.length; k++) {
                    vector[k] += table.component(piece, k);
                }
            }
            return unit(vector);
        });
    }

    /** Character n-grams of 3 to 5, each hashed to 512 random signs, then the signs of their sum. */
    static SketchVariant hashedGrams() {
        return of("hashed 3..5-grams, 512 sign bits", text -> {
            float[] sum = new float[SignSketch.BITS];
            String folded = text.toLowerCase(Locale.ROOT);
            int end = Math.min(folded.length(), 2 * Sketcher.WINDOW);
            for (int n = 3; n <= 5; n++) {
                for (int i = 0; i + n <= end; i++) {
                    addSigns(sum, folded.substring(i, i + n).hashCode());
                }
            }
            for (int i = 0; i < sum.length; i++) {
                sum[i] = Math.signum(sum[i]);
            }
            return sum;
        });
    }

    private static void addSigns(float[] sum, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < sum.length; i += Long.SIZE) {
            long bits = random.nextLong();
            for (int k = 0; k < Long.SIZE; k++) {
                sum[i + k] += (bits >>> k & 1) == 0 ? -1 : 1;
            }
        }
    }

    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
        for (int k = 0; k < vector.length; k++) {
            vector[k] *= scale;
        }
        return vector;
    }

    private static SketchVariant of(String name, java.util.function.Function<String, float[]> vector) {
        return new SketchVariant() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public float[] vector(String text) {
                return vector.apply(text);
            }
        };
    }
}
