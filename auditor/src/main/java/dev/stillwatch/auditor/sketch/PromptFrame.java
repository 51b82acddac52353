// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

/**
 * The frame of a prompt: what stays when the payload is taken out. Code blocks, quoted strings and digits go; of the
 * sentences that are left those that instruct stay (rules of {@code frame.txt}); when none does, all stay. So a fixed
 * instruction before, after or around changing payload gives one frame. Reads both ends of a long text. One thread.
 */
final class PromptFrame {
    private static final int WINDOW = 4096;
    /** A quotation longer than this has most likely lost its closing mark. */
    private static final int LONGEST_QUOTE = 2048;

    private final PhraseRules.Scan scan;
    private final WordLine line = new WordLine();

    PromptFrame() {
        scan = PhraseRules.parse(Statements.resource("frame.txt")).scan();
    }

    /**
     * The words of the frame, empty when the text has no words.
     *
     * @param words all words of the text, which are its frame when nothing can be taken out
     */
    String of(FoldedText text, String words) {
        FoldedText ends = text.length() <= 2 * WINDOW ? text : FoldedText.of(ends(text.text()));
        FoldedText bare = holdsPayload(ends.raw()) ? FoldedText.of(taken(ends.text())) : ends;
        instructions(bare);
        String frame = line.text();
        if (!frame.isEmpty()) {
            return frame;
        }
        return bare.equals(text)
                ? words
                : line.clear().add(bare, 0, bare.size()).text();
    }

    private static String ends(String text) {
        return text.substring(0, WINDOW) + '\n' + text.substring(text.length() - WINDOW);
    }

    private void instructions(FoldedText bare) {
        line.clear();
        char[] raw = bare.raw();
        int start = 0;
        for (int i = 0; i < raw.length; i++) {
            if (i == raw.length - 1 || endsSentence(raw, i)) {
                scan.clear();
                scan.read(bare, start, i + 1);
                if (scan.holds(0)) {
                    line.add(bare, start, i + 1).endWord();
                }
                start = i + 1;
            }
        }
    }

    private static boolean endsSentence(char[] text, int i) {
        char c = text[i];
        if (c == '\n' || c == '。' || c == '？' || c == '！') {
            return true;
        }
        return (c == '.' || c == '?' || c == '!' || c == ':') && Character.isWhitespace(text[i + 1]);
    }

    /** Whether there is anything to take out; most prose has nothing. */
    private static boolean holdsPayload(char[] text) {
        for (char c : text) {
            if (c < 128
                    ? c == '"' || c == '`' || c >= '0' && c <= '9'
                    : c == '“' || c == '«' || c == '「' || Character.isDigit(c)) {
                return true;
            }
        }
        return false;
    }

    private static String taken(String text) {
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
