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

    private final CharacterFold fold = CharacterFold.STANDARD;
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
        Pieces pieces = new Pieces(limit);
        char[] word = new char[LONGEST_WORD];
        read(text, 0, text.length(), limit, pieces, word);
        int[] ids = new int[pieces.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = pieces.id(i);
        }
        return ids;
    }

    /**
     * Appends the pieces of {@code text[from, to)} until the buffer holds {@code limit} of them.
     *
     * @param word scratch space of {@link #LONGEST_WORD} characters
     */
    void read(String text, int from, int to, int limit, Pieces pieces, char[] word) {
        int bound = Math.min(limit, pieces.capacity());
        int length = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            byte kind = fold.classOf(c);
            if (kind >= CharacterFold.LATIN && kind != CharacterFold.IDEOGRAPH) {
                if (length < LONGEST_WORD) {
                    word[length] = fold.fold(c);
                }
                length++;
                if (kind == CharacterFold.FOREIGN) {
                    pieces.sawForeign();
                }
                continue;
            }
            if (kind == CharacterFold.DROPPED) {
                continue;
            }
            length = end(word, length, bound, pieces);
            if (kind != CharacterFold.SPACE) {
                if (kind == CharacterFold.IDEOGRAPH) {
                    pieces.sawForeign();
                }
                word[0] = fold.fold(c);
                end(word, 1, bound, pieces);
            }
            if (pieces.cut()) {
                return;
            }
        }
        end(word, length, bound, pieces);
    }

    private int end(char[] word, int length, int bound, Pieces pieces) {
        if (length == 0) {
            return 0;
        }
        int mark = pieces.size();
        if (mark >= bound) {
            pieces.sawCut();
        } else if (length > LONGEST_WORD) {
            pieces.add(unknown);
        } else {
            split(word, length, bound, pieces, mark);
        }
        return 0;
    }

    private void split(char[] word, int length, int bound, Pieces pieces, int mark) {
        PieceTrie trie = starts;
        int at = 0;
        while (at < length) {
            int node = PieceTrie.ROOT;
            int found = PieceTrie.NONE;
            int next = at;
            for (int i = at; i < length; i++) {
                node = trie.step(node, word[i]);
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
            if (pieces.size() >= bound) {
                pieces.sawCut();
                return;
            }
            pieces.add(found);
            at = next;
            trie = continuations;
        }
    }
}
