// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import java.util.OptionalLong;

/**
 * A call that asks to be admitted.
 *
 * @param account who calls
 * @param model which model, may be empty
 * @param requestId the gateway's own id of this call, the same when it asks again; never one that the caller chose, who
 *     could run many calls under one. Empty means that asking again is a new call
 * @param inputTokens estimate of the input tokens
 * @param maxTokens cap that the caller put on the tokens of one choice, empty without one
 * @param choices how many answers are asked for to each prompt ({@code n})
 * @param prompts how many prompts it brings: a list of them at {@code /v1/completions} has as many answers, or choices
 *     times as many
 */
public record AdmitRequest(
        String account,
        String model,
        String requestId,
        long inputTokens,
        OptionalLong maxTokens,
        int choices,
        int prompts) {
    /** Longest account, model or request id, in characters. */
    public static final int MOST_TEXT = 256;

    /** Most choices of one call. */
    public static final int MOST_CHOICES = 1024;

    /** Most prompts of one call. */
    public static final int MOST_PROMPTS = 4096;

    /** A call with one prompt. */
    public AdmitRequest(
            String account, String model, String requestId, long inputTokens, OptionalLong maxTokens, int choices) {
        this(account, model, requestId, inputTokens, maxTokens, choices, 1);
    }

    /** Refuses what is out of bounds. */
    public AdmitRequest {
        if (account.isEmpty()) {
            throw new IllegalArgumentException("account must not be empty");
        }
        for (String text : new String[] {account, model, requestId}) {
            if (text.length() > MOST_TEXT) {
                throw new IllegalArgumentException("account, model and request id have at most " + MOST_TEXT
                        + " characters each, not " + text.length());
            }
        }
        if (inputTokens < 0 || inputTokens > Usage.MOST) {
            throw new IllegalArgumentException("input tokens must be from 0 to " + Usage.MOST + ": " + inputTokens);
        }
        if (maxTokens.isPresent() && (maxTokens.getAsLong() < 0 || maxTokens.getAsLong() > Usage.MOST)) {
            throw new IllegalArgumentException(
                    "max tokens must be from 0 to " + Usage.MOST + ": " + maxTokens.getAsLong());
        }
        if (choices < 1 || choices > MOST_CHOICES) {
            throw new IllegalArgumentException("choices must be from 1 to " + MOST_CHOICES + ": " + choices);
        }
        if (prompts < 1 || prompts > MOST_PROMPTS) {
            throw new IllegalArgumentException("prompts must be from 1 to " + MOST_PROMPTS + ": " + prompts);
        }
    }
}
