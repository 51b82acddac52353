// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import dev.stillwatch.policies.exchange.Mark;
import dev.stillwatch.policies.exchange.Marks;
import dev.stillwatch.policies.exchange.SignSketch;
import dev.stillwatch.policies.exchange.TextFeatures;

/** Collects what the readers saw of one exchange; filled once, on one thread. */
public final class Reading {
    private SignSketch sketch = SignSketch.NONE;
    private long skeleton;
    private long system;
    private long prompt;
    private long task;
    private long opening;
    private long closing;
    private Marks marks = Marks.NONE;
    private int elicitation;
    private TextFeatures.Script script = TextFeatures.Script.NONE;
    private int promptCharacters;
    private int promptTokens;
    private int turns;
    private int outputCharacters;
    private int structure;
    private boolean unconfirmed;
    private long shared;

    /** The sign sketch of the prompt and the number of word pieces it was made of. */
    public void sketch(SignSketch value, int tokens) {
        sketch = value;
        promptTokens = tokens;
    }

    /** Keyed hashes of the template, the system text, the prompt and its head; 0 for absent. */
    public void hashes(long skeletonHash, long systemHash, long promptHash, long taskHash) {
        skeleton = skeletonHash;
        system = systemHash;
        prompt = promptHash;
        task = taskHash;
    }

    /** Keyed hashes of the prompt's first and last words; 0 for absent. */
    public void ends(long openingHash, long closingHash) {
        opening = openingHash;
        closing = closingHash;
    }

    /** Hash of the template under the sharing group's key; 0 for absent. */
    public void shared(long templateHash) {
        shared = templateHash;
    }

    /** One more mark. */
    public void mark(Mark mark) {
        marks = marks.union(Marks.of(mark));
    }

    /** Similarity to the nearest elicitation seed, 0..255. */
    public void elicitation(int similarity) {
        elicitation = Math.max(elicitation, similarity);
    }

    /** The main script. */
    public void script(TextFeatures.Script value) {
        script = value;
    }

    /** Sizes. */
    public void sizes(int promptLength, int turnCount, int outputLength) {
        promptCharacters = promptLength;
        turns = turnCount;
        outputCharacters = outputLength;
    }

    /** One more shape flag, a constant of {@link TextFeatures.Structure}. */
    public void structure(int flag) {
        structure |= flag;
    }

    /** A reader ran over its budget and left text unread. */
    public void unconfirmed() {
        unconfirmed = true;
    }

    /** What readers of system text and prompt left in another reading, as if they had left it here. */
    void add(Reading other) {
        sketch(other.sketch, other.promptTokens);
        hashes(other.skeleton, other.system, other.prompt, other.task);
        ends(other.opening, other.closing);
        shared(other.shared);
        marks = marks.union(other.marks);
        elicitation(other.elicitation);
        unconfirmed |= other.unconfirmed;
    }

    /** What was seen. */
    public TextFeatures features() {
        return new TextFeatures(
                sketch,
                skeleton,
                system,
                prompt,
                task,
                opening,
                closing,
                marks,
                elicitation,
                script,
                promptCharacters,
                promptTokens,
                turns,
                outputCharacters,
                new TextFeatures.Structure(structure),
                unconfirmed,
                shared);
    }
}
