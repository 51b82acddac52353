// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.util.Arrays;

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
    /** Where there is payload, as {@link FoldedText#without} takes it. */
    private int[] payload = new int[64];

    private int payloadEnd;

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
        findPayload(ends.raw());
        FoldedText bare = payloadEnd == 0 ? ends : ends.without(payload, payloadEnd);
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

    private void findPayload(char[] text) {
        payloadEnd = 0;
        int i = 0;
        while (i < text.length) {
            int end = endOfPayload(text, i);
            if (end > i) {
                note(i, end);
                i = end;
            } else {
                i++;
            }
        }
    }

    /** Where the payload that begins there ends; the same place when none does. */
    private static int endOfPayload(char[] text, int from) {
        char c = text[from];
        return switch (c) {
            case '`' -> isFence(text, from) ? endOfCode(text, from + 3) : from;
            case '"' -> endOfQuote(text, from, '"');
            case '“' -> endOfQuote(text, from, '”');
            case '«' -> endOfQuote(text, from, '»');
            case '「' -> endOfQuote(text, from, '」');
            default -> (c < 128 ? c >= '0' && c <= '9' : Character.isDigit(c)) ? from + 1 : from;
        };
    }

    private void note(int from, int to) {
        if (payloadEnd > 0 && payload[payloadEnd - 1] == from) {
            payload[payloadEnd - 1] = to;
            return;
        }
        if (payloadEnd == payload.length) {
            payload = Arrays.copyOf(payload, 2 * payloadEnd);
        }
        payload[payloadEnd++] = from;
        payload[payloadEnd++] = to;
    }

    private static boolean isFence(char[] text, int at) {
        return at + 2 < text.length && text[at] == '`' && text[at + 1] == '`' && text[at + 2] == '`';
    }

    /** Unclosed code goes to the end. */
    private static int endOfCode(char[] text, int from) {
        for (int i = from; i < text.length; i++) {
            if (isFence(text, i)) {
                return i + 3;
            }
        }
        return text.length;
    }

    private static int endOfQuote(char[] text, int from, char close) {
        int limit = Math.min(text.length, from + LONGEST_QUOTE);
        for (int i = from + 1; i < limit; i++) {
            if (text[i] == close) {
                return i + 1;
            }
        }
        return from;
    }
}
