// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.Arrays;

/** Text in the form that is hashed: lower case, no accents, letters and digits only, words joined by one space. */
final class FoldedText {
    private final CharacterFold fold = CharacterFold.STANDARD;
    private char[] buffer = new char[1024];
    private int size;

    /** The folded text; of more than {@code longest} characters only the two ends and the length. */
    String fold(String text, int longest) {
        size = 0;
        if (text.length() <= longest) {
            append(text, 0, text.length());
        } else {
            append(text, 0, longest / 2);
            append(text, text.length() - longest / 2, text.length());
            String length = " " + text.length();
            room(length.length());
            length.getChars(0, length.length(), buffer, size);
            size += length.length();
        }
        return trimmed();
    }

    /** The first {@code count} words, with all that a shorter text has. */
    static String words(String folded, int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            int space = folded.indexOf(' ', at);
            if (space < 0) {
                return folded;
            }
            at = space + 1;
        }
        return folded.substring(0, at - 1);
    }

    /** The first and the last {@code count} words; the whole when there are not more. */
    static String ends(String folded, int count) {
        String head = words(folded, count);
        int at = folded.length();
        for (int i = 0; i < count && at > 0; i++) {
            at = folded.lastIndexOf(' ', at - 1);
        }
        return at <= head.length() ? folded : head + " .. " + folded.substring(at + 1);
    }

    private void append(String text, int from, int to) {
        room(to - from);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            byte kind = fold.classOf(c);
            if (kind >= CharacterFold.LATIN) {
                buffer[size++] = fold.fold(c);
            } else if (kind != CharacterFold.DROPPED && size > 0 && buffer[size - 1] != ' ') {
                buffer[size++] = ' ';
            }
        }
    }

    private void room(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
        }
    }

    private String trimmed() {
        return new String(buffer, 0, size > 0 && buffer[size - 1] == ' ' ? size - 1 : size);
    }
}
