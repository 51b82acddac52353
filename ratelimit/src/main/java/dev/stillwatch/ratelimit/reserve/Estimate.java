// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import dev.stillwatch.policies.standing.LimitPlan;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a call may cost.
 *
 * @param usage tokens to hold
 * @param unreported tokens to charge when nobody tells what was used: no fewer than before anything was learned, or short
 *     answers would be taught first and long ones never told
 * @param maxTokens cap on the tokens of one choice, empty when nothing caps it
 * @param choices how many choices may run for each prompt
 * @param answers how many may run in all
 */
record Estimate(Usage usage, Usage unreported, OptionalLong maxTokens, int choices, int answers) {
    /**
     * Input as estimated, and for each answer the lesser of its cap and the guess; never more output than fits the
     * smallest limit beside the input, or a guess above a small limit would refuse every call for ever.
     *
     * @param allowances everything that the call is held to
     * @param plan caps on the call
     * @param guess output tokens that one choice is expected to have
     * @param firstGuess the same before anything was learned
     */
    static Estimate of(AdmitRequest request, List<Allowance> allowances, LimitPlan plan, long guess, long firstGuess) {
        int choices = plan.choices() < 0 ? request.choices() : Math.min(request.choices(), Math.max(1, plan.choices()));
        long cap = request.maxTokens().orElse(Long.MAX_VALUE);
        if (plan.maxTokens() >= 0) {
            cap = Math.min(cap, plan.maxTokens());
        }
        Usage input = Usage.of(request.inputTokens(), 0);
        long room = Long.MAX_VALUE;
        for (Allowance allowance : allowances) {
            room = Math.min(room, allowance.roomForOutput(input));
        }
        int answers = choices * request.prompts();
        // One token of each answer at least: a call without room for any must not look free.
        long one = Math.min(cap, 1);
        long output = Math.max(one * answers, Math.min(room, Math.min(cap, guess) * answers));
        long unreported = Math.max(output, Math.min(room, Math.min(cap, firstGuess) * answers));
        long capInRoom = Math.min(cap, Math.max(1, room / answers));
        return new Estimate(
                Usage.of(request.inputTokens(), Math.min(Usage.MOST, output)),
                Usage.of(request.inputTokens(), Math.min(Usage.MOST, unreported)),
                capInRoom == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(Math.min(Usage.MOST, capInRoom)),
                choices,
                answers);
    }

    /** The most special allowance's own figure, before what was learned, before the first guess. */
    static long guess(List<Allowance> allowances, OptionalLong learned, long firstGuess) {
        for (int i = allowances.size() - 1; i >= 0; i--) {
            OptionalLong own = allowances.get(i).expectedOutput();
            if (own.isPresent()) {
                return own.getAsLong();
            }
        }
        return learned.orElse(firstGuess);
    }
}
