// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.function.Consumer;

/** A text walked once for all readers of its words; of a text too long for that, the parts that a reader asks for. */
final class WalkedText {
    /** Characters of the longest text that is walked whole. */
    static final int LONGEST = 32_768;

    private final FoldedWords whole;
    private final FoldedWords part;
    private String text = "";

    WalkedText(WordMemo memo) {
        whole = new FoldedWords(memo);
        part = new FoldedWords(memo);
    }

    /** Takes a text in. */
    void walk(String value) {
        text = value;
        if (!isLong()) {
            whole.walk(text, 0, text.length());
        }
    }

    /** Lets go of the text. */
    void drop() {
        text = "";
    }

    String text() {
        return text;
    }

    /** Whether the text was too long to be walked whole. */
    boolean isLong() {
        return text.length() > LONGEST;
    }

    /** The words of a text that is not long. */
    FoldedWords words() {
        return whole;
    }

    /**
     * Reads the text, or only its first and its last {@code window} characters when it is longer than both.
     *
     * @param window at most half of {@link #LONGEST}
     * @return whether something was left out
     */
    boolean ends(int window, Consumer<FoldedWords> reader) {
        int length = text.length();
        if (length <= 2 * window) {
            reader.accept(whole);
            return false;
        }
        part.walk(text, 0, window);
        reader.accept(part);
        part.walk(text, length - window, length);
        reader.accept(part);
        return true;
    }
}
