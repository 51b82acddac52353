// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.List;

/**
 * The uncased WordPiece tokenizer of the BERT family (Devlin et al. 2019, arXiv 1810.04805): lower case, accents
 * stripped, punctuation and ideographs split off, then the longest known piece from left to right. A word of more than
 * {@link #LONGEST_WORD} characters, or with no cover by known pieces, is one unknown piece. Differs from the reference
 * in one point: Hangul syllables are not split into jamo. Time is linear in the characters read; immutable.
 */
public final class WordPieces {
    /** A longer word is one unknown piece, which also bounds the work per word. */
    public static final int LONGEST_WORD = 200;

    private final PieceTrie starts = new PieceTrie();
    private final PieceTrie continuations = new PieceTrie();
    private final int unknown;

    /** A tokenizer over the vocabulary; a piece's id is its place in the list. */
    public WordPieces(List<String> vocabulary) {
        for (int id = 0; id < vocabulary.size(); id++) {
            String piece = vocabulary.get(id);
            if (piece.length() > 2 && piece.startsWith("##")) {
                continuations.add(piece.substring(2), id);
            } else if (!piece.isEmpty()) {
                starts.add(piece, id);
            }
        }
        unknown = vocabulary.indexOf("[UNK]");
    }

    /** The ids of a whole text, at most {@code limit}: for tests and measurements; the readers reuse a buffer. */
    public int[] ids(String text, int limit) {
        FoldedWords words = new FoldedWords(new WordMemo(this, List.of()));
        words.walk(text, 0, text.length());
        Pieces pieces = new Pieces(limit);
        read(words, limit, pieces);
        return pieces.ids();
    }

    /** Appends the pieces of a text until the buffer holds {@code limit} of them. */
    void read(FoldedWords words, int limit, Pieces pieces) {
        pieces.limit(limit);
        for (int token = 0; token < words.size() && !pieces.full(); token++) {
            KnownWord known = words.known(token);
            if (words.isSign(token)) {
                one(words.sign(token), pieces);
            } else if (!known.isNone() && pieces.room() >= WordMemo.LONGEST) {
                pieces.addAll(known.pieces());
            } else {
                spell(words, words.start(token), words.end(token), pieces);
            }
        }
    }

    /** The pieces of one word of a script that the vocabulary reads. */
    int[] ofWord(char[] letters) {
        Pieces pieces = new Pieces(letters.length);
        run(letters, 0, letters.length, pieces);
        return pieces.ids();
    }

    /** A word that is not remembered. An ideograph in it is a word of its own. */
    private void spell(FoldedWords words, int from, int to, Pieces pieces) {
        char[] letters = words.letters();
        int start = from;
        for (int i = from; i < to && !pieces.full(); i++) {
            byte kind = words.kind(i);
            if (kind != CharacterFold.LATIN) {
                pieces.sawForeign();
            }
            if (kind == CharacterFold.IDEOGRAPH) {
                run(letters, start, i, pieces);
                one(letters[i], pieces);
                start = i + 1;
            }
        }
        if (!pieces.full()) {
            run(letters, start, to, pieces);
        }
    }

    private void one(char sign, Pieces pieces) {
        int node = starts.step(PieceTrie.ROOT, sign);
        int piece = node == PieceTrie.NONE ? PieceTrie.NONE : starts.piece(node);
        pieces.add(piece == PieceTrie.NONE ? unknown : piece);
    }

    private void run(char[] letters, int from, int to, Pieces pieces) {
        if (to - from > LONGEST_WORD) {
            pieces.add(unknown);
        } else if (from < to) {
            split(letters, from, to, pieces);
        }
    }

    private void split(char[] letters, int from, int to, Pieces pieces) {
        int mark = pieces.size();
        PieceTrie trie = starts;
        int at = from;
        while (at < to && !pieces.full()) {
            int node = PieceTrie.ROOT;
            int found = PieceTrie.NONE;
            int next = at;
            for (int i = at; i < to; i++) {
                node = trie.step(node, letters[i]);
                if (node == PieceTrie.NONE) {
                    break;
                }
                int piece = trie.piece(node);
                if (piece != PieceTrie.NONE) {
                    found = piece;
                    next = i + 1;
                }
            }
            if (found == PieceTrie.NONE) {
                pieces.rewind(mark);
                pieces.add(unknown);
                return;
            }
            pieces.add(found);
            at = next;
            trie = continuations;
        }
    }
}
