// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.ArrayList;
import java.util.List;

/**
 * OpenTelemetry's GenAI conventions in OTLP/JSON: batches of spans or log records, or one of either. Spans that are no
 * inference (tools, agents, HTTP) are passed over: an agent's span repeats the tokens of the calls below it. Messages that
 * are logged beside their span ({@link OtelMessages}) meet it where the policy's sources ask for the join.
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
        Delivery delivery = new Delivery(sources);
        delivery.members(root, "resourceSpans", "scopeSpans", "spans");
        delivery.members(root, "resourceLogs", "scopeLogs", "logRecords");
        if (root.path("attributes").isArray()) {
            delivery.member(root, OtelAttributes.of(root.path("resource")));
        }
        return delivery.joined();
    }

    @Override
    public FieldSet covers() {
        return FieldSet.of(
                Field.ID,
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

    /** The calls of one raw record, and messages of calls. */
    private static final class Delivery {
        private final SourceMap sources;
        private final List<Decoding> calls = new ArrayList<>();
        private final OtelMessages messages = new OtelMessages();

        Delivery(SourceMap sources) {
            this.sources = sources;
        }

        void members(JsonNode root, String batches, String scopes, String items) {
            for (JsonNode batch : root.path(batches)) {
                JsonNode resource = OtelAttributes.of(batch.path("resource"));
                for (JsonNode scope : batch.path(scopes)) {
                    for (JsonNode item : scope.path(items)) {
                        member(item, resource);
                    }
                }
            }
        }

        void member(JsonNode item, JsonNode resource) {
            ObjectNode attributes = OtelAttributes.of(item);
            if (OtelMessages.isOne(item, attributes)) {
                messages.add(item, attributes, resource);
            } else if (OtelInference.isOne(attributes)) {
                calls.add(new OtelInference(item, attributes, resource).decode(FORMAT, sources));
            }
        }

        Decoding joined() {
            if (sources.join(FORMAT).isPresent()) {
                calls.addAll(messages.decode(FORMAT, sources));
            }
            if (!calls.isEmpty()) {
                return Batch.join(calls);
            }
            return new Rejected(
                    Reason.NOT_USAGE,
                    "",
                    messages.isEmpty()
                            ? "export only spans and events with gen_ai attributes to this topic"
                            : "to join logged messages with the spans of their calls, add to the policy's sources:"
                                    + " {format: otel, join: {}}");
        }
    }
}
