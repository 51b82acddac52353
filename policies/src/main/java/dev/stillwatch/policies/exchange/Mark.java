// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.exchange;

/**
 * Phrase marks of a prompt. The strong elicitation marks ask for what the provider does not sell: the hidden trace
 * itself. The weak ones ("step by step") are also what tutors and ordinary users write. Ordinal is wire format: append.
 */
public enum Mark {
    /** Asks for the hidden reasoning word for word, or to print earlier thinking. */
    VERBATIM_REASONING,
    /** A fixed rule that forces reasoning into inline tags. */
    INLINE_TAGS,
    /** Asks to reconstruct the reasoning behind a finished answer. */
    BACK_FILL,
    /** Asks to translate or re-encode working memory or earlier thinking. */
    TRANSLATE_MEMORY,
    /** Rules in which language to think. */
    THINKING_LANGUAGE,
    /** Asks to clean, normalise or rewrite a captured trace. */
    TRACE_CLEANING,
    /** Weak: step by step, show your work, explain your reasoning. */
    STEP_BY_STEP,
    /** Holds a rubric or scoring rules. */
    RUBRIC,
    /** Holds a candidate answer to be judged. */
    CANDIDATE,
    /** Asks for a score, a preference or a verdict. */
    SCORE_REQUEST,
    /** Asks to invent many diverse tasks, instructions or examples. */
    TASK_GENERATION,
    /** Tries to override rules, claims a debug mode, asks for hidden instructions. */
    OVERRIDE
}
