// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

/**
 * Character pairs and triples of the scripts that the static embedding cannot read: within words of alphabets, across
 * characters of ideographs. A poorer measure of meaning than the embedding, but the same measure of sameness.
 */
final class ForeignGrams {
    private ForeignGrams() {}

    /** Adds the rows of all n-grams of units {@code [from, to)} of a text. */
    static void read(FoldedText text, int from, int to, KeyedEmbedding embedding, RowSum sum) {
        char first = 0;
        char second = 0;
        for (int i = from; i < to; i++) {
            byte kind = text.classes()[i];
            if (kind == CharacterFold.DROPPED) {
                continue;
            }
            if (kind != CharacterFold.FOREIGN && kind != CharacterFold.IDEOGRAPH) {
                first = 0;
                second = 0;
                continue;
            }
            char third = text.folded()[i];
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
