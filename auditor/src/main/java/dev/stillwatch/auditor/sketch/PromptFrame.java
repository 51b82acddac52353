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

    private final PhraseRules.Scan scan;
    private final FoldedWords bare;
    private FoldedWords words;
    /** The tokens of the frame's words. */
    private int[] kept = new int[256];

    private int count;

    PromptFrame(PhraseRules rules, WordMemo memo) {
        this.scan = memo.scan(rules);
        this.bare = new FoldedWords(memo);
        this.words = bare;
    }

    /** Takes a text in. */
    void read(WalkedText walked) {
        String text = walked.text();
        String ends = text.length() <= 2 * WINDOW
                ? text
                : text.substring(0, WINDOW) + '\n' + text.substring(text.length() - WINDOW);
        String left = Payload.taken(ends);
        words = walked.words();
        if (!left.equals(text)) {
            bare.walk(left, 0, left.length());
            words = bare;
        }
        count = 0;
        int start = 0;
        for (int sentence = 0; sentence < words.sentences(); sentence++) {
            int end = words.endOfSentence(sentence);
            if (instructs(start, end)) {
                keep(start, end);
            }
            start = end;
        }
        if (count == 0) {
            keep(0, words.size());
        }
    }

    /** Number of words in the frame. */
    int count() {
        return count;
    }

    /** Appends the words {@code [from, to)} of the frame, joined by blanks. */
    void write(int from, int to, HashedText out) {
        for (int i = from; i < to; i++) {
            int start = words.start(kept[i]);
            // Every word but the first of the text has its blank before it.
            out.add(words.letters(), i > from ? start - 1 : start, words.end(kept[i]));
        }
    }

    private boolean instructs(int start, int end) {
        scan.clear();
        scan.read(words, start, end);
        return scan.holds(0);
    }

    private void keep(int start, int end) {
        for (int token = start; token < end; token++) {
            if (!words.isSign(token)) {
                if (count == kept.length) {
                    kept = Arrays.copyOf(kept, 2 * count);
                }
                kept[count++] = token;
            }
        }
    }
}
