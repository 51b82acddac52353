// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.Policy.PlanSizing;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import java.util.Optional;

/** Sizes a limit plan from the subject's own recent rate, so that it bites on whom it is made for. */
public final class PlanSizer {
    private final PlanSizing sizing;

    /** Sizing as the policy says. */
    public PlanSizer(PlanSizing sizing) {
        this.sizing = sizing;
    }

    /** Whether the policy under which a plan was said sizes as this does: then it needs no other. Of an unknown one nobody can say. */
    boolean sizesAs(Optional<Policy> said) {
        return said.filter(policy -> sizing.sizesAs(policy.ladder().plan())).isPresent();
    }

    /**
     * The plan of a tier.
     *
     * @param tier the tier
     * @param exchangesPerHour the subject's own recent rate in its active hours
     * @param outputTokensPerHour the same in output tokens
     * @param approved whether a person approved a recommended suspension: then nothing is left
     */
    public LimitPlan plan(Tier tier, long exchangesPerHour, long outputTokensPerHour, boolean approved) {
        return switch (tier) {
            case CLEAR, WATCH -> LimitPlan.NONE;
            case THROTTLE ->
                new LimitPlan(
                        share(exchangesPerHour, sizing.throttleShare()),
                        tokens(outputTokensPerHour, sizing.throttleShare()),
                        -1,
                        -1,
                        false,
                        false);
            case RESTRICT -> restricted(exchangesPerHour, outputTokensPerHour);
            case SUSPEND ->
                approved ? new LimitPlan(0, 0, 0, 0, true, true) : restricted(exchangesPerHour, outputTokensPerHour);
        };
    }

    /** What a milder tier allows, and never less than the harder one before it: the rate shrank under that. */
    static LimitPlan noLess(LimitPlan milder, LimitPlan before) {
        return new LimitPlan(
                more(milder.exchangesPerHour(), before.exchangesPerHour()),
                more(milder.outputTokensPerHour(), before.outputTokensPerHour()),
                milder.maxTokens(),
                milder.choices(),
                milder.stripLogprobs(),
                milder.stripReasoning());
    }

    // Negative means no limit.
    private static long more(long one, long other) {
        return one < 0 || other < 0 ? -1 : Math.max(one, other);
    }

    private LimitPlan restricted(long exchangesPerHour, long outputTokensPerHour) {
        return new LimitPlan(
                share(exchangesPerHour, sizing.restrictShare()),
                tokens(outputTokensPerHour, sizing.restrictShare()),
                sizing.maxTokens(),
                sizing.choices(),
                true,
                true);
    }

    private long share(long perHour, double share) {
        return Math.max(sizing.leastPerHour(), (long) StrictMath.floor(perHour * share));
    }

    // Where the log has no token counts the exchanges alone are limited: a budget of 0 would block.
    private static long tokens(long perHour, double share) {
        return perHour <= 0 ? -1 : Math.max(1, (long) StrictMath.floor(perHour * share));
    }
}
