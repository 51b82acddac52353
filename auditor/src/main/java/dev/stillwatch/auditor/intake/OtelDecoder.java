// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenTelemetry's GenAI conventions in OTLP/JSON: batches of spans or log records, or one of either. Spans that are no
 * inference (tools, agents, HTTP) are passed over: an agent's span repeats the tokens of the calls below it.
 */
final class OtelDecoder implements Decoder {
    static final String FORMAT = "otel";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.has("resourceSpans")
                || root.has("resourceLogs")
                || (root.path("attributes").isArray()
                        && (root.has("startTimeUnixNano")
                                || root.has("timeUnixNano")
                                || root.has("observedTimeUnixNano")));
    }

    @Override
    public Decoding decode(JsonNode root, SourceMap sources) {
        List<Decoding> members = new ArrayList<>();
        members(root, "resourceSpans", "scopeSpans", "spans", sources, members);
        members(root, "resourceLogs", "scopeLogs", "logRecords", sources, members);
        if (root.path("attributes").isArray()) {
            member(root, OtelAttributes.of(root.path("resource")), sources, members);
        }
        return members.isEmpty()
                ? new Rejected(
                        Reason.NOT_USAGE, "", "export only spans and events with gen_ai attributes to this topic")
                : Batch.join(members);
    }

    @Override
    public FieldSet covers() {
        return FieldSet.of(
                Field.ID,
                Field.ORG,
                Field.NETWORK,
                Field.USER_AGENT,
                Field.SESSION,
                Field.ENDPOINT,
                Field.MODEL,
                Field.SYSTEM_TEXT,
                Field.PROMPT_TEXT,
                Field.OUTPUT_TEXT,
                Field.TEMPERATURE,
                Field.CHOICES,
                Field.MAX_TOKENS,
                Field.STREAM,
                Field.STATUS,
                Field.FINISH_REASON,
                Field.INPUT_TOKENS,
                Field.CACHED_TOKENS,
                Field.OUTPUT_TOKENS,
                Field.REASONING_TOKENS,
                Field.REFUSED,
                Field.LATENCY);
    }

    private static void members(
            JsonNode root, String batches, String scopes, String items, SourceMap sources, List<Decoding> members) {
        for (JsonNode batch : root.path(batches)) {
            JsonNode resource = OtelAttributes.of(batch.path("resource"));
            for (JsonNode scope : batch.path(scopes)) {
                for (JsonNode item : scope.path(items)) {
                    member(item, resource, sources, members);
                }
            }
        }
    }

    private static void member(JsonNode item, JsonNode resource, SourceMap sources, List<Decoding> members) {
        JsonNode attributes = OtelAttributes.of(item);
        if (OtelInference.isOne(attributes)) {
            members.add(new OtelInference(item, attributes, resource).decode(FORMAT, sources));
        }
    }
}
