// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Treatment;
import java.util.ArrayList;
import java.util.List;

/**
 * What the gateway or the model server behind it should do to a call that passes. They travel inwards: no caller sees
 * them, so they are the same for a silent step.
 */
public final class UpstreamHeaders {
    /** The rung that is enforced. */
    public static final String TIER = "x-stillwatch-tier";

    /** Most output tokens of one answer. */
    public static final String MAX_TOKENS = "x-stillwatch-max-tokens";

    /** Most choices ({@code n}) of one answer. */
    public static final String MAX_CHOICES = "x-stillwatch-max-n";

    /** {@code true}: take log-probabilities and logit bias out. */
    public static final String STRIP_LOGPROBS = "x-stillwatch-strip-logprobs";

    /** {@code true}: take the text of the reasoning out. */
    public static final String STRIP_REASONING = "x-stillwatch-strip-reasoning";

    /** All of them: a gateway removes them from what callers send. */
    public static final List<String> NAMES = List.of(TIER, MAX_TOKENS, MAX_CHOICES, STRIP_LOGPROBS, STRIP_REASONING);

    private UpstreamHeaders() {}

    /** Those of a treatment; none while nothing is enforced. */
    public static List<Header> of(Treatment treatment) {
        if (!treatment.tier().atLeast(Tier.THROTTLE)) {
            return List.of();
        }
        LimitPlan plan = treatment.plan();
        List<Header> headers = new ArrayList<>();
        headers.add(new Header(TIER, treatment.tier().label()));
        if (plan.maxTokens() >= 0) {
            headers.add(new Header(MAX_TOKENS, Integer.toString(plan.maxTokens())));
        }
        if (plan.choices() >= 0) {
            headers.add(new Header(MAX_CHOICES, Integer.toString(plan.choices())));
        }
        if (plan.stripLogprobs()) {
            headers.add(new Header(STRIP_LOGPROBS, "true"));
        }
        if (plan.stripReasoning()) {
            headers.add(new Header(STRIP_REASONING, "true"));
        }
        return headers;
    }
}
