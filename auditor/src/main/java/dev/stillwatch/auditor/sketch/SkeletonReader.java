// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.TextHash;

/**
 * Leaves keyed hashes of the template, the system text, the prompt and its head.
 *
 * <ul>
 *   <li>skeleton: the system text's words, then the first and last {@link #EDGE_WORDS} words of the prompt's frame
 *       (see {@link PromptFrame}): what stays when the payload is taken out;
 *   <li>system: the whole folded system text;
 *   <li>prompt: the whole folded prompt;
 *   <li>task: the first {@link #HEAD_WORDS} words of the prompt, when it is longer than that: equal for several
 *       candidate answers to one task.
 * </ul>
 *
 * Of a text longer than {@link WalkedText#LONGEST} characters only its two ends and its length are hashed.
 */
final class SkeletonReader implements WordReader {
    /** Words of the frame kept at either end. */
    static final int EDGE_WORDS = 24;
    /** Words that make a task's head. */
    static final int HEAD_WORDS = 24;

    private final TextHash skeletons;
    private final TextHash systems;
    private final TextHash prompts;
    private final TextHash tasks;
    private final HashedText text = new HashedText();
    private final FoldedWords ends;
    private final PromptFrame frame;

    SkeletonReader(DeploymentKey key, PhraseRules frameRules, WordMemo memo) {
        skeletons = key.textHash("text-skeleton");
        systems = key.textHash("text-system");
        prompts = key.textHash("text-prompt");
        tasks = key.textHash("text-task");
        ends = new FoldedWords(memo);
        frame = new PromptFrame(frameRules, memo);
    }

    @Override
    public void read(WalkedText system, WalkedText prompt, Reading reading) {
        long skeleton = skeleton(system, prompt);
        fold(system);
        long systemHash = text.hash(systems, text.size());
        fold(prompt);
        reading.hashes(skeleton, systemHash, text.hash(prompts, text.size()), text.hash(tasks, text.words(HEAD_WORDS)));
        if (system.isLong() || prompt.isLong()) {
            reading.unconfirmed();
        }
    }

    private long skeleton(WalkedText system, WalkedText prompt) {
        text.clear();
        frame.read(system);
        frame.write(0, frame.count(), text);
        int systemBytes = text.size();
        text.add("\n");
        frame.read(prompt);
        int words = frame.count();
        if (words <= 2 * EDGE_WORDS) {
            frame.write(0, words, text);
        } else {
            frame.write(0, EDGE_WORDS, text);
            text.add(" .. ");
            frame.write(words - EDGE_WORDS, words, text);
        }
        return text.hash(skeletons, systemBytes == 0 && words == 0 ? 0 : text.size());
    }

    /** The folded words; of a long text those of its two ends, and its length. */
    private void fold(WalkedText walked) {
        text.clear();
        if (!walked.isLong()) {
            text.add(walked.words().letters(), 0, walked.words().letterCount());
            return;
        }
        String whole = walked.text();
        int half = WalkedText.LONGEST / 2;
        String both = whole.substring(0, half) + whole.substring(whole.length() - half);
        ends.walk(both, 0, both.length());
        text.add(ends.letters(), 0, ends.letterCount());
        text.add((ends.endsBlank() ? "  " : " ") + whole.length());
    }
}
