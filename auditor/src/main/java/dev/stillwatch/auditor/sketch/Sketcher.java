// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.exchange.SignSketch;

/**
 * Makes the sign sketch of a text: of its first and its last {@link #WINDOW} characters, at most {@link #PIECES} word
 * pieces of each, so that the work per text is bounded whatever its length. Reuses its buffers; one thread.
 */
public final class Sketcher {
    /** Word pieces read at either end of a text; a text of less than both together is read whole. */
    public static final int PIECES = 256;
    /** Characters read at either end: ordinary text has four to six characters a piece. */
    public static final int WINDOW = 1536;

    private final KeyedEmbedding embedding;
    private final Pieces pieces = new Pieces(2 * PIECES);
    private final RowSum sum = new RowSum();

    /** A sketcher over a shared embedding. */
    public Sketcher(KeyedEmbedding embedding) {
        this.embedding = embedding;
    }

    /** The sketch of a text, {@link SignSketch#NONE} when it holds nothing that can be read. */
    public SignSketch sketch(String text) {
        return sketch(FoldedText.of(text));
    }

    /** The sketch of a text, {@link SignSketch#NONE} when it holds nothing that can be read. */
    public SignSketch sketch(FoldedText text) {
        pieces.clear();
        sum.clear();
        int size = text.size();
        if (size <= 2 * WINDOW) {
            read(text, 0, size, 2 * PIECES);
        } else {
            read(text, 0, WINDOW, PIECES);
            pieces.goOn();
            read(text, size - WINDOW, size, 2 * PIECES);
            pieces.sawCut();
        }
        for (int i = 0; i < pieces.size(); i++) {
            embedding.add(pieces.id(i), sum);
        }
        return sum.isZero() ? SignSketch.NONE : embedding.sketch(sum);
    }

    /** Word pieces read of the last text. */
    public int tokens() {
        return pieces.size();
    }

    /** Whether the last text was only partly read. */
    public boolean cut() {
        return pieces.cut();
    }

    /** The sum behind the last sketch. */
    RowSum sum() {
        return sum;
    }

    private void read(FoldedText text, int from, int to, int limit) {
        embedding.wordPieces().read(text, from, to, limit, pieces);
        if (pieces.foreign()) {
            ForeignGrams.read(text, from, to, embedding, sum);
        }
    }
}
