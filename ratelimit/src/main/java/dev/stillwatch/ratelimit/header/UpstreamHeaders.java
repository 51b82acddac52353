// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

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
        return of(treatment, cap(plan.maxTokens()), cap(plan.choices()));
    }

    /**
     * Those of a call that is admitted, caps included where nothing is enforced: more than it has them would not be held.
     *
     * @param maxTokens most tokens of one choice by the admission, empty when nothing caps them
     * @param choices most choices by the admission
     */
    public static List<Header> ofAdmitted(Treatment treatment, OptionalLong maxTokens, int choices) {
        boolean enforced = treatment.tier().atLeast(Tier.THROTTLE);
        LimitPlan plan = enforced ? treatment.plan() : LimitPlan.NONE;
        return of(
                treatment,
                lesser(maxTokens, cap(plan.maxTokens())),
                lesser(OptionalLong.of(choices), cap(plan.choices())));
    }

    private static List<Header> of(Treatment treatment, OptionalLong maxTokens, OptionalLong choices) {
        List<Header> headers = new ArrayList<>();
        boolean enforced = treatment.tier().atLeast(Tier.THROTTLE);
        if (enforced) {
            headers.add(new Header(TIER, treatment.tier().label()));
        }
        maxTokens.ifPresent(most -> headers.add(new Header(MAX_TOKENS, Long.toString(most))));
        choices.ifPresent(most -> headers.add(new Header(MAX_CHOICES, Long.toString(most))));
        if (enforced && treatment.plan().stripLogprobs()) {
            headers.add(new Header(STRIP_LOGPROBS, "true"));
        }
        if (enforced && treatment.plan().stripReasoning()) {
            headers.add(new Header(STRIP_REASONING, "true"));
        }
        return headers;
    }

    /** A plan has no cap where its number is negative. */
    private static OptionalLong cap(int number) {
        return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    private static OptionalLong lesser(OptionalLong one, OptionalLong other) {
        return LongStream.concat(one.stream(), other.stream()).min();
    }
}
