// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.Arrays;

/** What the readers make of one word wherever it stands. Immutable. */
final class KnownWord {
    /** A word that nothing is known of. */
    static final KnownWord NONE = new KnownWord(new char[0], new int[0], new int[0]);

    private final char[] letters;
    private final int[] pieces;
    private final int[] after;

    /**
     * A word.
     *
     * @param letters its folded letters
     * @param pieces its word pieces
     * @param after by the place of the phrase rules in the memo, {@link PhraseAutomaton#after}
     */
    KnownWord(char[] letters, int[] pieces, int[] after) {
        this.letters = letters;
        this.pieces = pieces;
        this.after = after;
    }

    boolean isNone() {
        return letters.length == 0;
    }

    boolean is(char[] text, int from, int to) {
        return Arrays.equals(letters, 0, letters.length, text, from, to);
    }

    int[] pieces() {
        return pieces;
    }

    /** {@link PhraseAutomaton#NONE} when the word has to be read letter by letter. */
    int after(int place) {
        return place < after.length ? after[place] : PhraseAutomaton.NONE;
    }
}
