// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.Set;

/**
 * The standing as last published, as far as the next one is compared with it.
 *
 * @param version its version, 0 before the first
 * @param tier its tier
 * @param since event time at which the tier began
 * @param tierVersion version with which the tier began
 * @param families bit set of its families' ordinals
 * @param plan its plan
 * @param policy its policy id
 * @param mode its mode
 * @param at event time of the publication
 * @param scoreMilli the score of the last judgement
 */
record Published(
        long version,
        Tier tier,
        long since,
        long tierVersion,
        long families,
        LimitPlan plan,
        String policy,
        Standing.Mode mode,
        long at,
        long scoreMilli) {
    static final Published NOTHING =
            new Published(0, Tier.CLEAR, 0, 0, 0, LimitPlan.NONE, "", Standing.Mode.SHADOW, 0, 0);

    static long bits(Set<Family> families) {
        long bits = 0;
        for (Family family : families) {
            bits |= 1L << family.ordinal();
        }
        return bits;
    }

    Published scored(long milli) {
        return new Published(version, tier, since, tierVersion, families, plan, policy, mode, at, milli);
    }

    void write(ByteWriter out) {
        out.number(version)
                .number(tier.ordinal())
                .number(since)
                .number(tierVersion)
                .number(families);
        out.number(plan.exchangesPerHour()).number(plan.outputTokensPerHour());
        out.number(plan.maxTokens()).number(plan.choices());
        out.number((plan.stripLogprobs() ? 1 : 0) + (plan.stripReasoning() ? 2 : 0));
        out.text(policy).number(mode.ordinal()).number(at).number(scoreMilli);
    }

    static Published read(ByteReader in) {
        long version = in.number();
        Tier tier = in.constant(Tier.values());
        long since = in.number();
        long tierVersion = in.number();
        long families = in.number();
        LimitPlan plan = plan(in.number(), in.number(), in.integer(), in.integer(), in.number());
        return new Published(
                version,
                tier,
                since,
                tierVersion,
                families,
                plan,
                in.text(),
                in.constant(Standing.Mode.values()),
                in.number(),
                in.number());
    }

    private static LimitPlan plan(long exchanges, long tokens, int maxTokens, int choices, long flags) {
        return new LimitPlan(exchanges, tokens, maxTokens, choices, (flags & 1) != 0, (flags & 2) != 0);
    }
}
