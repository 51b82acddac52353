// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.Arrays;
import java.util.List;

/**
 * Remembers what the readers make of the words met last: few words make up most of any text, so that most of it is read
 * a word at a time. A word that falls on another's slot takes it, which bounds the memory to about 1 MB and the worst
 * text to the cost of reading each word anew. For one thread.
 */
final class WordMemo {
    /** Letters of the longest word that is remembered. */
    static final int LONGEST = 24;

    /** A power of two. */
    private static final int SLOTS = 1 << 13;

    private final WordPieces wordPieces;
    private final List<PhraseRules> rules;
    private final KnownWord[] slots = new KnownWord[SLOTS];
    /** Beside the words, so that a word that is not there is known as such without touching another. */
    private final int[] hashes = new int[SLOTS];

    /** A memo for a tokenizer and the rules that will read its words. */
    WordMemo(WordPieces wordPieces, List<PhraseRules> rules) {
        this.wordPieces = wordPieces;
        this.rules = List.copyOf(rules);
        Arrays.fill(slots, KnownWord.NONE);
    }

    /** A scan of words that this memo knows. */
    PhraseRules.Scan scan(PhraseRules of) {
        return of.scan(rules.indexOf(of));
    }

    /** The word of the given letters, at most {@link #LONGEST} of them and all of a script that the tokenizer reads. */
    KnownWord of(char[] letters, int from, int to, int hash) {
        int slot = (hash ^ hash >>> 13) & SLOTS - 1;
        KnownWord met = slots[slot];
        if (hashes[slot] == hash && met.is(letters, from, to)) {
            return met;
        }
        KnownWord word = read(Arrays.copyOfRange(letters, from, to));
        slots[slot] = word;
        hashes[slot] = hash;
        return word;
    }

    private KnownWord read(char[] letters) {
        int[] after = new int[rules.size()];
        for (int i = 0; i < after.length; i++) {
            after[i] = rules.get(i).automaton().after(letters);
        }
        return new KnownWord(letters, wordPieces.ofWord(letters), after);
    }
}
