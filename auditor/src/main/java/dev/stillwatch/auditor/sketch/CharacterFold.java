// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.text.Normalizer;

/**
 * What an uncased reader makes of each UTF-16 unit: its class and its folded form (lower case, accents stripped).
 * Computed once for the whole basic plane, so that reading a text is one table look-up a character. The tables are
 * constants, so that the JIT knows their length and looks nothing up outside of them.
 */
final class CharacterFold {
    /** Dropped without ending a word: controls, combining marks, format characters. */
    static final byte DROPPED = 0;
    /** Ends a word. */
    static final byte SPACE = 1;
    /** A word of its own. */
    static final byte PUNCTUATION = 2;
    /** Part of a word in a script that the static embedding reads. */
    static final byte LATIN = 3;
    /** Part of a word in another script. */
    static final byte FOREIGN = 4;
    /** A word of its own, in another script: CJK ideographs. */
    static final byte IDEOGRAPH = 5;

    private static final byte[] CLASSES = new byte[Character.MAX_VALUE + 1];
    private static final char[] FOLDED = new char[Character.MAX_VALUE + 1];

    static {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            FOLDED[c] = folded((char) c);
            CLASSES[c] = classify((char) c, FOLDED[c]);
        }
    }

    private CharacterFold() {}

    /** The class of a character. */
    static byte classOf(char c) {
        return CLASSES[c];
    }

    /** The character in lower case, without accents. */
    static char fold(char c) {
        return FOLDED[c];
    }

    private static char folded(char c) {
        char lower = Character.toLowerCase(c);
        if (Character.isSurrogate(c) || isHangul(c)) {
            return lower;
        }
        String decomposed = Normalizer.normalize(String.valueOf(lower), Normalizer.Form.NFD);
        return Character.toLowerCase(decomposed.charAt(0));
    }

    private static byte classify(char c, char folded) {
        int type = Character.getType(c);
        if (c == '\t' || c == '\n' || c == '\r' || type == Character.SPACE_SEPARATOR || isSeparator(type)) {
            return SPACE;
        }
        if (c == 0 || c == 0xFFFD || type == Character.NON_SPACING_MARK || isUnprintable(type)) {
            return DROPPED;
        }
        if (isIdeograph(c)) {
            return IDEOGRAPH;
        }
        if (isPunctuation(c, type)) {
            return PUNCTUATION;
        }
        // A lone surrogate pair has no letter of the vocabulary; emoji and rare scripts end up here.
        if (Character.isSurrogate(c)) {
            return FOREIGN;
        }
        Character.UnicodeScript script = Character.UnicodeScript.of(folded);
        boolean read = script == Character.UnicodeScript.LATIN
                || script == Character.UnicodeScript.COMMON
                || script == Character.UnicodeScript.INHERITED;
        return read ? LATIN : FOREIGN;
    }

    private static boolean isSeparator(int type) {
        return type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean isUnprintable(int type) {
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED;
    }

    private static boolean isHangul(char c) {
        return c >= 0xAC00 && c <= 0xD7A3;
    }

    private static boolean isIdeograph(char c) {
        return c >= 0x4E00 && c <= 0x9FFF || c >= 0x3400 && c <= 0x4DBF || c >= 0xF900 && c <= 0xFAFF;
    }

    /** The reference tokenizer counts every ASCII symbol as punctuation, also {@code $ + < = > ^ ` | ~}. */
    private static boolean isPunctuation(char c, int type) {
        boolean asciiSymbol = c >= 33 && c <= 47 || c >= 58 && c <= 64 || c >= 91 && c <= 96 || c >= 123 && c <= 126;
        return asciiSymbol
                || type == Character.CONNECTOR_PUNCTUATION
                || type == Character.DASH_PUNCTUATION
                || type == Character.START_PUNCTUATION
                || type == Character.END_PUNCTUATION
                || type == Character.INITIAL_QUOTE_PUNCTUATION
                || type == Character.FINAL_QUOTE_PUNCTUATION
                || type == Character.OTHER_PUNCTUATION;
    }
}
