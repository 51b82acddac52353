// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.ratelimit.decide.Treatment;

/** A treatment for gateways and the people behind them, complete for a silent step too: no caller sees it. */
final class TreatmentJson {
    private TreatmentJson() {}

    /** Puts the field {@code treatment}; nothing where nothing is known of a subject. */
    static void put(ObjectNode node, Treatment treatment) {
        if (!treatment.equals(Treatment.NONE)) {
            node.set("treatment", of(treatment));
        }
    }

    private static ObjectNode of(Treatment treatment) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("subject", treatment.subject())
                .put("tier", treatment.tier().label())
                .put("would_be", treatment.wouldBe().label())
                .put("reason", treatment.reason())
                .put("standing_version", treatment.standingVersion())
                .put("visible", treatment.visible());
        treatment.wouldRefuse().ifPresent(limit -> node.put("would_refuse", limit));
        LimitPlan plan = treatment.plan();
        node.putObject("plan")
                .put("exchanges_per_hour", plan.exchangesPerHour())
                .put("output_tokens_per_hour", plan.outputTokensPerHour())
                .put("max_tokens", plan.maxTokens())
                .put("choices", plan.choices())
                .put("strip_logprobs", plan.stripLogprobs())
                .put("strip_reasoning", plan.stripReasoning());
        return node;
    }
}
