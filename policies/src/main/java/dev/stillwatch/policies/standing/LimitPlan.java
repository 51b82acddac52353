// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.standing;

/**
 * What a gateway should allow a subject, sized from the subject's own recent rate so that it bites.
 *
 * @param exchangesPerHour most exchanges in an hour; negative means no limit
 * @param outputTokensPerHour most output tokens in an hour; negative means no limit
 * @param maxTokens cap on one answer; negative means no cap
 * @param choices cap on n; negative means no cap
 * @param stripLogprobs whether log-probabilities and logit bias are to be taken out of requests
 * @param stripReasoning whether reasoning text is to be taken out of answers
 */
public record LimitPlan(
        long exchangesPerHour,
        long outputTokensPerHour,
        int maxTokens,
        int choices,
        boolean stripLogprobs,
        boolean stripReasoning) {

    /** No limit. */
    public static final LimitPlan NONE = new LimitPlan(-1, -1, -1, -1, false, false);
}
