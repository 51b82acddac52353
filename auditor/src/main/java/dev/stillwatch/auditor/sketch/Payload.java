// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

/** What fills a template: code blocks, quoted strings and digits. */
final class Payload {
    /** A quotation longer than this has most likely lost its closing mark. */
    private static final int LONGEST_QUOTE = 2048;

    private Payload() {}

    /** The text with blanks in its place; the text itself when it holds none, as most prose does. */
    static String taken(String text) {
        return isHeld(text) ? without(text) : text;
    }

    private static boolean isHeld(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 128
                    ? c == '"' || c == '`' || c >= '0' && c <= '9'
                    : c == '“' || c == '«' || c == '「' || Character.isDigit(c)) {
                return true;
            }
        }
        return false;
    }

    private static String without(String text) {
        StringBuilder bare = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = -1;
            if (text.startsWith("```", i)) {
                int close = text.indexOf("```", i + 3);
                end = close < 0 ? text.length() : close + 3;
            } else if (c == '"' || c == '“' || c == '«' || c == '「') {
                end = endOfQuote(text, i, c);
            }
            if (end > i) {
                bare.append(' ');
                i = end;
            } else {
                bare.append(Character.isDigit(c) ? ' ' : c);
                i++;
            }
        }
        return bare.toString();
    }

    private static int endOfQuote(String text, int from, char open) {
        char close = switch (open) {
            case '“' -> '”';
            case '«' -> '»';
            case '「' -> '」';
            default -> '"';
        };
        int limit = Math.min(text.length(), from + LONGEST_QUOTE);
        for (int i = from + 1; i < limit; i++) {
            if (text.charAt(i) == close) {
                return i + 1;
            }
        }
        return -1;
    }
}
