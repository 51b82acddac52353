// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.Arrays;

/**
 * Text in the form that is hashed: lower case, no accents, letters and digits only, words joined by one space. A buffer
 * that is filled, read and filled again on one thread; it grows to the longest text read, at most some 100 KB.
 */
final class WordLine {
    private char[] line = new char[1024];
    private int size;

    /** All words of a text; of one that is only held in part, what is held and its length. */
    String all(FoldedText text) {
        clear().add(text, 0, text.size());
        if (text.isCut()) {
            String length = " " + text.length();
            room(length.length());
            length.getChars(0, length.length(), line, size);
            size += length.length();
        }
        return text();
    }

    /** Forgets what was there. */
    WordLine clear() {
        size = 0;
        return this;
    }

    /** Goes on with units {@code [from, to)} of a text: in the middle of a word when it ended there. */
    WordLine add(FoldedText text, int from, int to) {
        room(to - from + 1);
        char[] folded = text.folded();
        byte[] classes = text.classes();
        char[] words = line;
        int at = size;
        // One when the next blank would be a second one, or the first of the line.
        int spaced = at == 0 || line[at - 1] == ' ' ? 1 : 0;
        for (int i = from; i < to; i++) {
            byte kind = classes[i];
            int letter = kind >= CharacterFold.LATIN ? 1 : 0;
            int blank = kind == CharacterFold.DROPPED ? 0 : 1 - letter;
            words[at] = letter == 1 ? folded[i] : ' ';
            at += letter | blank & ~spaced;
            spaced = blank | spaced & ~letter;
        }
        size = at;
        return this;
    }

    /** What follows is another word. */
    void endWord() {
        if (size > 0 && line[size - 1] != ' ') {
            room(1);
            line[size++] = ' ';
        }
    }

    /** The line, without a space at its end. */
    String text() {
        return new String(line, 0, size > 0 && line[size - 1] == ' ' ? size - 1 : size);
    }

    /** The first {@code count} words, with all that a shorter line has. */
    static String words(String line, int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            int space = line.indexOf(' ', at);
            if (space < 0) {
                return line;
            }
            at = space + 1;
        }
        return line.substring(0, at - 1);
    }

    /** Where the words of a text end in its line {@link #all}: of one that is held in part, its length stands behind. */
    static int held(FoldedText text, String line) {
        if (!text.isCut()) {
            return line.length();
        }
        int space = line.lastIndexOf(' ');
        return space > 0 && line.charAt(space - 1) == ' ' ? space - 1 : space;
    }

    /** The first {@code count} words of {@code [0, end)}; empty when there are fewer. */
    static String firstWords(String line, int end, int count) {
        int at = -1;
        for (int i = 0; i < count; i++) {
            if (at == end) {
                return "";
            }
            int space = line.indexOf(' ', at + 1);
            at = space < 0 || space > end ? end : space;
        }
        return line.substring(0, at);
    }

    /** The last {@code count} words of {@code [0, end)}; empty when there are fewer. */
    static String lastWords(String line, int end, int count) {
        int at = end;
        for (int i = 0; i < count; i++) {
            if (at < 0) {
                return "";
            }
            at = line.lastIndexOf(' ', at - 1);
        }
        return line.substring(at + 1, end);
    }

    /** The first and the last {@code count} words; the whole when there are not more. */
    static String ends(String line, int count) {
        String head = words(line, count);
        int at = line.length();
        for (int i = 0; i < count && at > 0; i++) {
            at = line.lastIndexOf(' ', at - 1);
        }
        return at <= head.length() ? line : head + " .. " + line.substring(at + 1);
    }

    private void room(int more) {
        if (line.length - size < more) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, size + more));
        }
    }
}
