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

    private final ShortWords words = new ShortWords();
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
                words.add(piece, id);
                starts.add(piece, id);
            }
        }
        unknown = vocabulary.indexOf("[UNK]");
    }

    /**
     * The ids of a text, at most {@code limit}, of one longer than {@link FoldedText#LONGEST} those of its two ends: for
     * tests and measurements; the readers reuse a buffer.
     */
    public int[] ids(String text, int limit) {
        Pieces pieces = new Pieces(limit);
        FoldedText folded = FoldedText.of(text);
        read(folded, 0, folded.size(), limit, pieces);
        int[] ids = new int[pieces.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = pieces.id(i);
        }
        return ids;
    }

    /** Appends the pieces of units {@code [from, to)} of a text until the buffer holds {@code limit} of them. */
    void read(FoldedText text, int from, int to, int limit, Pieces pieces) {
        int bound = Math.min(limit, pieces.capacity());
        byte[] classes = text.classes();
        int start = from;
        int dropped = 0;
        for (int i = from; i < to; i++) {
            byte kind = classes[i];
            if (kind == CharacterFold.LATIN) {
                continue;
            }
            if (kind == CharacterFold.FOREIGN) {
                pieces.sawForeign();
                continue;
            }
            if (kind == CharacterFold.DROPPED) {
                dropped++;
                continue;
            }
            end(text, start, i, dropped, bound, pieces);
            if (kind != CharacterFold.SPACE) {
                if (kind == CharacterFold.IDEOGRAPH) {
                    pieces.sawForeign();
                }
                end(text, i, i + 1, 0, bound, pieces);
            }
            if (pieces.cut()) {
                return;
            }
            start = i + 1;
            dropped = 0;
        }
        end(text, start, to, dropped, bound, pieces);
    }

    /** A word ends; {@code dropped} of its units are none of its characters. */
    private void end(FoldedText text, int from, int to, int dropped, int bound, Pieces pieces) {
        int length = to - from - dropped;
        if (length == 0) {
            return;
        }
        if (pieces.size() >= bound) {
            pieces.sawCut();
        } else if (length > LONGEST_WORD) {
            pieces.add(unknown);
        } else if (dropped == 0) {
            split(text.folded(), from, to, bound, pieces);
        } else {
            split(bare(text, from, to, length), 0, length, bound, pieces);
        }
    }

    private static char[] bare(FoldedText text, int from, int to, int length) {
        char[] bare = new char[length];
        int at = 0;
        for (int i = from; i < to; i++) {
            if (text.classes()[i] != CharacterFold.DROPPED) {
                bare[at++] = text.folded()[i];
            }
        }
        return bare;
    }

    private void split(char[] word, int from, int to, int bound, Pieces pieces) {
        int whole = words.find(word, from, to);
        if (whole == PieceTrie.NONE) {
            walk(word, from, to, bound, pieces);
        } else {
            pieces.add(whole);
        }
    }

    private void walk(char[] word, int from, int to, int bound, Pieces pieces) {
        PieceTrie trie = starts;
        int mark = pieces.size();
        int at = from;
        while (at < to) {
            int node = PieceTrie.ROOT;
            int found = PieceTrie.NONE;
            int next = at;
            for (int i = at; i < to; i++) {
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
