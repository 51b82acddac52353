// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * OpenTelemetry's GenAI conventions in OTLP/JSON: batches of spans or log records, or one of either. Spans that are no
 * inference (tools, agents, HTTP) are passed over: an agent's span repeats the tokens of the calls below it. So does
 * the span that Google's agent kit writes around its calls, when the one below comes in the same delivery. Messages
 * that are logged beside their span ({@link OtelMessages}) meet it where the policy's sources ask for the join.
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
                Field.REASONING_EFFORT,
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
        private final List<Call> calls = new ArrayList<>();
        private final Set<String> repeated = new HashSet<>();
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
                calls.add(new Call(
                        OtelInference.isAround(attributes) ? OtelInference.callOf(item) : Optional.empty(),
                        new OtelInference(item, attributes, resource).decode(FORMAT, sources)));
                OtelInference.parentOf(item, attributes).ifPresent(repeated::add);
            }
        }

        Decoding joined() {
            List<Decoding> members = new ArrayList<>();
            for (Call call : calls) {
                if (call.around.filter(repeated::contains).isEmpty()) {
                    members.add(call.decoding);
                }
            }
            if (sources.join(FORMAT).isPresent()) {
                members.addAll(messages.decode(FORMAT, sources));
            }
            if (!members.isEmpty()) {
                return Batch.join(members);
            }
            return new Rejected(
                    Reason.NOT_USAGE,
                    "",
                    messages.isEmpty()
                            ? "export only spans and events with gen_ai attributes to this topic"
                            : "to join logged messages with the spans of their calls, add to the policy's sources:"
                                    + " {format: otel, join: {}}");
        }

        /** A call, with its span's name where that may only stand around another's. */
        private record Call(Optional<String> around, Decoding decoding) {}
    }
}
