// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

/**
 * Character pairs and triples of the scripts that the static embedding cannot read: within words of alphabets, across
 * characters of ideographs. A poorer measure of meaning than the embedding, but the same measure of sameness.
 */
final class ForeignGrams {
    private ForeignGrams() {}

    /** Adds the rows of all n-grams of a text. */
    static void read(FoldedWords words, KeyedEmbedding embedding, RowSum sum) {
        for (int token = 0; token < words.size(); token++) {
            if (!words.isSign(token)) {
                read(words, words.start(token), words.end(token), embedding, sum);
            }
        }
    }

    private static void read(FoldedWords words, int from, int to, KeyedEmbedding embedding, RowSum sum) {
        char first = 0;
        char second = 0;
        for (int i = from; i < to; i++) {
            if (words.kind(i) == CharacterFold.LATIN) {
                first = 0;
                second = 0;
                continue;
            }
            char third = words.letters()[i];
            if (second != 0) {
                embedding.addGram((long) second << 16 | third, sum);
                if (first != 0) {
                    embedding.addGram((long) first << 32 | (long) second << 16 | third, sum);
                }
            }
            first = second;
            second = third;
        }
    }
}
