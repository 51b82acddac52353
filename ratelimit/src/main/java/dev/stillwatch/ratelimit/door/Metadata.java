// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What later filters of the gateway may route, strip or log by. It stays inside the gateway, so it is complete for a
 * silent step and in shadow mode too.
 */
final class Metadata {
    private Metadata() {}

    /** Metadata of an answer; empty when there is nothing to say, as envoyproxy/ratelimit has it. */
    static Optional<Struct> of(LimitResponse response) {
        boolean untreated = isClear(response.treatment());
        Optional<String> would = response.treatment().wouldRefuse().or(response::spared);
        if (untreated && would.isEmpty() && response.metadata().isEmpty()) {
            return Optional.empty();
        }
        Struct.Builder struct = Struct.newBuilder();
        if (!untreated) {
            treatment(struct, response.treatment());
        }
        would.ifPresent(limit -> struct.putFields("would_refuse", value(limit)));
        if (!response.metadata().isEmpty()) {
            struct.putFields("metadata", value(response.metadata()));
        }
        return Optional.of(struct.build());
    }

    /** Likewise, with the limit that holds for the subject now where a filter can take it from ({@code limit}). */
    static Struct withLimit(LimitResponse response) {
        Struct.Builder struct = of(response).orElse(Struct.getDefaultInstance()).toBuilder();
        AdjustedLimit.of(response)
                .ifPresent(rate -> struct.putFields(
                        "limit", Value.newBuilder().setStructValue(limit(rate)).build()));
        return struct.build();
    }

    private static boolean isClear(Treatment treatment) {
        return treatment.tier() == Tier.CLEAR
                && treatment.wouldBe() == Tier.CLEAR
                && treatment.wouldRefuse().isEmpty();
    }

    private static Struct limit(Rate rate) {
        return Struct.newBuilder()
                .putFields("requests_per_unit", value(rate.requests()))
                .putFields("unit", value(rate.unit().name().toUpperCase(Locale.ROOT)))
                .build();
    }

    private static void treatment(Struct.Builder struct, Treatment treatment) {
        struct.putFields("subject", value(treatment.subject()))
                .putFields("tier", value(treatment.tier().label()))
                .putFields("would_be", value(treatment.wouldBe().label()))
                .putFields("reason", value(treatment.reason()))
                .putFields("standing_version", value(treatment.standingVersion()))
                .putFields("visible", value(treatment.visible()));
        LimitPlan plan = treatment.plan();
        if (!plan.equals(LimitPlan.NONE)) {
            struct.putFields(
                    "plan",
                    value(Map.of(
                            "exchanges_per_hour", plan.exchangesPerHour(),
                            "output_tokens_per_hour", plan.outputTokensPerHour(),
                            "max_tokens", plan.maxTokens(),
                            "choices", plan.choices(),
                            "strip_logprobs", plan.stripLogprobs(),
                            "strip_reasoning", plan.stripReasoning())));
        }
    }

    private static Value value(@Nullable Object object) {
        Value.Builder value = Value.newBuilder();
        if (object == null) {
            value.setNullValue(NullValue.NULL_VALUE);
        } else if (object instanceof Boolean flag) {
            value.setBoolValue(flag);
        } else if (object instanceof Number number) {
            value.setNumberValue(number.doubleValue());
        } else if (object instanceof Map<?, ?> map) {
            Struct.Builder struct = Struct.newBuilder();
            map.forEach((name, inner) -> struct.putFields(String.valueOf(name), value(inner)));
            value.setStructValue(struct);
        } else if (object instanceof Iterable<?> list) {
            ListValue.Builder values = ListValue.newBuilder();
            list.forEach(inner -> values.addValues(value(inner)));
            value.setListValue(values);
        } else {
            value.setStringValue(object.toString());
        }
        return value.build();
    }
}
