// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.List;

/** Whether a prompt holds source code or data, by counts of the signs that prose does not use. */
final class PromptShape {
    private static final List<String> CODE_SIGNS = List.of(
            "```",
            "def ",
            "return ",
            "import ",
            "#include",
            "public ",
            "function ",
            "class ",
            "();",
            "{\n",
            "=>",
            "->",
            " = ",
            "==",
            "</",
            "SELECT ",
            "<FILL>",
            ");");
    private static final int LEAST_CODE_SIGNS = 3;
    private static final int LEAST_DATA_LINES = 3;

    private PromptShape() {}

    static boolean holdsCode(String text) {
        int signs = 0;
        for (String sign : CODE_SIGNS) {
            if (text.contains(sign)) {
                signs += sign.startsWith("```") ? 2 : 1;
            }
        }
        return signs >= LEAST_CODE_SIGNS;
    }

    /** Quoted keys before colons, or three lines with the same two or more separators. */
    static boolean holdsData(String text) {
        int keys = 0;
        for (int at = text.indexOf("\":"); at >= 0; at = text.indexOf("\":", at + 2)) {
            keys++;
        }
        return keys >= 2 || tableLines(text) >= LEAST_DATA_LINES;
    }

    private static int tableLines(String text) {
        if (text.indexOf('\n') < 0) {
            return 0;
        }
        int longest = 0;
        int run = 0;
        int before = -1;
        for (int start = 0; start < text.length(); ) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            int separators = separators(text, start, end);
            run = separators >= 2 && separators == before ? run + 1 : separators >= 2 ? 1 : 0;
            before = separators;
            longest = Math.max(longest, run);
            start = end + 1;
        }
        return longest;
    }

    private static int separators(String text, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '\t' || c == '|' || c == ';') {
                count++;
            }
        }
        return count;
    }
}
