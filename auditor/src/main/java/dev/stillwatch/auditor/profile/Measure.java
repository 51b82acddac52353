// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/**
 * The integer counters of a tally. Ordinal is wire format: append, at most {@link Dial#FIRST_SLOT} in all.
 *
 * <p>Unless said otherwise a counter is a number of exchanges, answers that Stillwatch itself limited and calls
 * that failed left out.
 */
public enum Measure {
    /** Exchanges that may be evidence. */
    EXCHANGES,
    /** Exchanges that Stillwatch itself refused or altered: never evidence. */
    LIMITED,
    /** The prompt's text was read. */
    WITH_PROMPT_TEXT,
    /** A strong elicitation mark: asks for the hidden reasoning itself. */
    ELICITED,
    /** No strong mark, but the prompt lies close to an elicitation seed. */
    ELICITED_SIMILAR,
    /** Each strong mark by itself, in the order of {@code Mark}. */
    VERBATIM_REASONING,
    INLINE_TAGS,
    BACK_FILL,
    TRANSLATE_MEMORY,
    THINKING_LANGUAGE,
    TRACE_CLEANING,
    /** The weak mark: step by step, show your work. */
    STEP_BY_STEP,
    /** Not counted any more: docs/decisions/0010. The place stays, because the ordinal is wire format. */
    TAGGED_ANSWERS,
    /** Tries to override rules or claims a debug mode. */
    OVERRIDES,
    /** Asks to invent tasks or examples. */
    TASK_GENERATION,
    /** Tokens read, cached ones included. */
    INPUT_TOKENS,
    /** Tokens written, reasoning included. */
    OUTPUT_TOKENS,
    /** The reasoning part of the tokens written. */
    REASONING_TOKENS,
    /** Exchanges with input tokens above 0: the number behind the two sums below. */
    INPUT_SIZED,
    /** Sum of round(16 ln input tokens). */
    INPUT_LOG,
    /** Sum of the squares of round(16 ln input tokens). */
    INPUT_LOG_SQUARED,
    /** The request holds one turn only. */
    SINGLE_TURN,
    /** A cap on the answer was set. */
    MAX_TOKENS_SET,
    /** More than one answer was asked for. */
    CHOICES_OVER_ONE,
    /** Most answers asked for at once. */
    MOST_CHOICES(Rule.MAX),
    /** The batch endpoint was used. */
    BATCH,
    /** Log-probabilities were asked for. */
    LOGPROBS,
    /** Tokens carried a logit bias. */
    BIASED_CALLS,
    /** The answer was capped at one token. */
    ONE_TOKEN_CALLS,
    /** Log-probabilities and logit bias at once. */
    PROBE_CALLS,
    /** The model declined. */
    REFUSALS,
    /** Declined, and the prompt tried to override rules or to elicit reasoning. */
    PROBED_REFUSALS,
    /** Asks for a score of a candidate or by a rubric. */
    REWARD_SHAPED,
    /** Reward-shaped, and the answer is a bare score or a JSON object. */
    SCORE_ANSWERS,
    /** Answers that carried a reasoning-trace signature. */
    TRACES_ISSUED,
    /** Requests that replayed one. */
    TRACE_REPLAYS,
    /** Code in the prompt. */
    CODE,
    /** Reasoning was asked for. */
    REASONING_ASKED,
    /** A reader ran over its budget: the text is partly unread. */
    UNCONFIRMED,
    /** Asks for reasoning inside tags and by no other strong mark. */
    TAGS_ONLY,
    /** Calls that failed without an output and without a refusal by the model: in no other counter. */
    FAILED;

    private final Rule rule;

    Measure() {
        this(Rule.SUM);
    }

    Measure(Rule rule) {
        this.rule = rule;
    }

    /** How two counts of this measure become one. */
    Rule rule() {
        return rule;
    }

    /** Merge rules; both associative and commutative. Sums decay, maxima are forgotten at the day's end. */
    enum Rule {
        SUM,
        MAX
    }
}
