// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.exchange.TextFeatures.Script;

/** Which script most letters of a text belong to. */
final class Scripts {
    private static final Script[] ALL = Script.values();
    /** Japanese writes most meaning in Han: this share of kana among the letters makes a text Japanese. */
    private static final double KANA_SHARE = 0.1;

    private Scripts() {}

    /** The main script of the first units of a text, NONE when they hold no letter. */
    static Script main(FoldedText text, int to) {
        return text.isAscii() ? holdsLetter(text.raw(), to) ? Script.LATIN : Script.NONE : most(text.raw(), to);
    }

    private static boolean holdsLetter(char[] ascii, int to) {
        for (int i = 0; i < to; i++) {
            if (Character.isLetter(ascii[i])) {
                return true;
            }
        }
        return false;
    }

    private static Script most(char[] text, int to) {
        int[] counts = new int[ALL.length];
        int letters = 0;
        for (int i = 0; i < to; i++) {
            char c = text[i];
            if (c < 128 ? c >= 'A' && (c | 32) >= 'a' && (c | 32) <= 'z' : Character.isLetter(c)) {
                counts[(c < 128 ? Script.LATIN : of(c)).ordinal()]++;
                letters++;
            }
        }
        if (letters == 0) {
            return Script.NONE;
        }
        if (counts[Script.KANA.ordinal()] >= KANA_SHARE * letters) {
            return Script.KANA;
        }
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return ALL[most];
    }

    private static Script of(char c) {
        return switch (Character.UnicodeScript.of(c)) {
            case LATIN, COMMON, INHERITED -> Script.LATIN;
            case CYRILLIC -> Script.CYRILLIC;
            case GREEK -> Script.GREEK;
            case HAN -> Script.HAN;
            case HIRAGANA, KATAKANA -> Script.KANA;
            case HANGUL -> Script.HANGUL;
            case ARABIC -> Script.ARABIC;
            case HEBREW -> Script.HEBREW;
            case DEVANAGARI -> Script.DEVANAGARI;
            case THAI -> Script.THAI;
            default -> Script.OTHER;
        };
    }
}
