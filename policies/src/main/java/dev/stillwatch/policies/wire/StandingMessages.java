// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.proto.LimitPlanMessage;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The parts that standings and memberships have in common, to messages and back. */
final class StandingMessages {
    private static final Family[] FAMILIES = Family.values();

    private StandingMessages() {}

    static List<Integer> ordinals(Set<Family> families) {
        return families.stream().map(Enum::ordinal).sorted().toList();
    }

    static Set<Family> families(List<Integer> ordinals) throws WireException {
        Set<Family> families = EnumSet.noneOf(Family.class);
        for (int ordinal : ordinals) {
            families.add(Ranges.constant(FAMILIES, ordinal, "family"));
        }
        return families;
    }

    static LimitPlanMessage plan(LimitPlan plan) {
        return LimitPlanMessage.newBuilder()
                .setExchangesPerHour(plan.exchangesPerHour())
                .setOutputTokensPerHour(plan.outputTokensPerHour())
                .setMaxTokens(plan.maxTokens())
                .setChoices(plan.choices())
                .setStripLogprobs(plan.stripLogprobs())
                .setStripReasoning(plan.stripReasoning())
                .build();
    }

    static LimitPlan plan(LimitPlanMessage message) {
        return new LimitPlan(
                message.getExchangesPerHour(),
                message.getOutputTokensPerHour(),
                message.getMaxTokens(),
                message.getChoices(),
                message.getStripLogprobs(),
                message.getStripReasoning());
    }
}
