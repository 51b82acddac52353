// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.SharingGroup;
import dev.stillwatch.policies.key.TextHash;
import java.util.Optional;

/**
 * Leaves keyed hashes of the template, the system text, the prompt, its head and its two ends.
 *
 * <ul>
 *   <li>skeleton: the system text's words, then the first and last {@link #EDGE_WORDS} words of the prompt's frame
 *       (see {@link PromptFrame}): what stays when the payload is taken out;
 *   <li>system: the whole folded system text;
 *   <li>prompt: the whole folded prompt;
 *   <li>task: the first {@link #HEAD_WORDS} words of the prompt, when it is longer than that: equal for several
 *       candidate answers to one task;
 *   <li>opening, closing: the first and the last {@link #END_WORDS} words of the prompt, when it has as many: equal for
 *       prompts that begin or end alike, whatever stands between.
 * </ul>
 *
 * The skeleton is hashed once more under the key of a sharing group, when there is one: that hash others can compare.
 *
 * <p>Of a text longer than {@link FoldedText#LONGEST} characters only its two ends and its length are hashed; the length is
 * no part of its opening and closing.
 */
final class SkeletonReader implements TextReader {
    /** Words of the frame kept at either end. */
    static final int EDGE_WORDS = 24;
    /** Words that make a task's head. */
    static final int HEAD_WORDS = 24;
    /** Words that make an opening or a closing. */
    static final int END_WORDS = 8;

    private final TextHash skeletons;
    private final TextHash systems;
    private final TextHash prompts;
    private final TextHash tasks;
    private final TextHash openings;
    private final TextHash closings;
    private final Optional<TextHash> shared;
    private final WordLine line = new WordLine();
    private final PromptFrame frame = new PromptFrame();

    SkeletonReader(DeploymentKey key, Optional<SharingGroup> group) {
        skeletons = key.textHash("text-skeleton");
        systems = key.textHash("text-system");
        prompts = key.textHash("text-prompt");
        tasks = key.textHash("text-task");
        openings = key.textHash("text-opening");
        closings = key.textHash("text-closing");
        shared = group.map(SharingGroup::templates);
    }

    @Override
    public void read(ExchangeText text, Reading reading) {
        String prompt = line.all(text.prompt());
        String system = line.all(text.system());
        String skeleton = skeleton(frame.of(text.system(), system), frame.of(text.prompt(), prompt));
        reading.hashes(
                skeletons.of(skeleton),
                systems.of(system),
                prompts.of(prompt),
                tasks.of(WordLine.words(prompt, HEAD_WORDS)));
        if (shared.isPresent()) {
            reading.shared(shared.get().of(skeleton));
        }
        int held = WordLine.held(text.prompt(), prompt);
        reading.ends(
                openings.of(WordLine.firstWords(prompt, held, END_WORDS)),
                closings.of(WordLine.lastWords(prompt, held, END_WORDS)));
        if (text.prompt().isCut() || text.system().isCut()) {
            reading.unconfirmed();
        }
    }

    private static String skeleton(String system, String prompt) {
        return system.isEmpty() && prompt.isEmpty() ? "" : system + '\n' + WordLine.ends(prompt, EDGE_WORDS);
    }
}
