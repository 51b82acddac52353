// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.Arrays;

/**
 * A text as the readers see it: its words, folded (lower case, no accents), and the signs between them, each a token.
 * Walked once and read by the tokenizer, the phrase rules and the hashes. A buffer that is filled, read and filled again
 * on one thread.
 */
final class FoldedWords {
    private static final int SIGN = -1;

    private final CharacterFold fold = CharacterFold.STANDARD;
    private final WordMemo memo;

    private char[] raw = new char[0];
    /** Words joined by one blank each. */
    private char[] letters = new char[0];

    private byte[] kinds = new byte[0];
    private int written;

    /** Of a word its first letter, of a sign its character. */
    private int[] starts = new int[0];
    /** Of a word the place behind its last letter, of a sign {@link #SIGN}. */
    private int[] ends = new int[0];

    private boolean[] spaced = new boolean[0];
    private KnownWord[] known = new KnownWord[0];
    private int size;
    private boolean blankEnd;

    private int[] sentences = new int[16];
    private int sentenceCount;

    FoldedWords(WordMemo memo) {
        this.memo = memo;
    }

    /** Takes in {@code text[from, to)}. */
    void walk(String text, int from, int to) {
        int length = to - from;
        room(length);
        text.getChars(from, to, raw, 0);
        written = 0;
        size = 0;
        sentenceCount = 0;
        boolean blank = false;
        for (int i = 0; i < length; i++) {
            byte kind = fold.classOf(raw[i]);
            if (kind >= CharacterFold.LATIN) {
                i = word(i, length, blank) - 1;
                blank = false;
            } else if (kind == CharacterFold.PUNCTUATION) {
                add(fold.fold(raw[i]), SIGN, blank, KnownWord.NONE);
                blank = false;
            } else if (kind == CharacterFold.SPACE) {
                blank = true;
            }
            if (kind < CharacterFold.LATIN && endsSentence(i, length)) {
                endSentence();
            }
        }
        endSentence();
        blankEnd = size > 0 && (blank || isSign(size - 1));
    }

    /** Number of tokens. */
    int size() {
        return size;
    }

    /** Whether the token is a sign and no word. */
    boolean isSign(int token) {
        return ends[token] == SIGN;
    }

    /** The sign that the token is. */
    char sign(int token) {
        return (char) starts[token];
    }

    /** First letter of a word. */
    int start(int token) {
        return starts[token];
    }

    /** Behind the last letter of a word. */
    int end(int token) {
        return ends[token];
    }

    /** Whether a blank stands between this token and the one before. */
    boolean spaced(int token) {
        return spaced[token];
    }

    /** What is known of a word; nothing of a long one or one in a script that the tokenizer does not read. */
    KnownWord known(int token) {
        return known[token];
    }

    /** Letters of all words, joined by one blank each. */
    char[] letters() {
        return letters;
    }

    /** Number of them, joining blanks included. */
    int letterCount() {
        return written;
    }

    /** The class of a letter, see {@link CharacterFold}. */
    byte kind(int letter) {
        return kinds[letter];
    }

    /** Whether the text ends in a blank or a sign after its last word. */
    boolean endsBlank() {
        return blankEnd;
    }

    /** Number of sentences, empty ones included. */
    int sentences() {
        return sentenceCount;
    }

    /** The token behind the sentence's last. */
    int endOfSentence(int sentence) {
        return sentences[sentence];
    }

    /** Takes the word that starts at {@code from} and says where it ends. */
    private int word(int from, int length, boolean blank) {
        if (written > 0) {
            letters[written++] = ' ';
        }
        int start = written;
        int hash = 0;
        int kindsSeen = 0;
        int i = from;
        for (; i < length; i++) {
            byte kind = fold.classOf(raw[i]);
            if (kind >= CharacterFold.LATIN) {
                char letter = fold.fold(raw[i]);
                letters[written] = letter;
                kinds[written++] = kind;
                hash = 31 * hash + letter;
                kindsSeen |= kind ^ CharacterFold.LATIN;
            } else if (kind != CharacterFold.DROPPED) {
                break;
            }
        }
        boolean memorable = kindsSeen == 0 && written - start <= WordMemo.LONGEST;
        add(start, written, blank, memorable ? memo.of(letters, start, written, hash) : KnownWord.NONE);
        return i;
    }

    private void add(int start, int end, boolean blank, KnownWord word) {
        starts[size] = start;
        ends[size] = end;
        spaced[size] = blank;
        known[size++] = word;
    }

    private boolean endsSentence(int i, int length) {
        char c = raw[i];
        if (c == '\n' || c == '。' || c == '？' || c == '！') {
            return true;
        }
        return (c == '.' || c == '?' || c == '!' || c == ':') && i + 1 < length && Character.isWhitespace(raw[i + 1]);
    }

    private void endSentence() {
        if (sentenceCount == sentences.length) {
            sentences = Arrays.copyOf(sentences, 2 * sentenceCount);
        }
        sentences[sentenceCount++] = size;
    }

    private void room(int length) {
        if (raw.length < length) {
            int room = Math.max(length, 2 * raw.length);
            raw = new char[room];
            // A word and the blank before it: no more letters than characters, and one.
            letters = new char[room + 1];
            kinds = new byte[room + 1];
            starts = new int[room];
            ends = new int[room];
            spaced = new boolean[room];
            known = new KnownWord[room];
        }
    }
}
