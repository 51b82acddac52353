// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Messages that are log records of their own beside the span of their call, as the GenAI conventions had it up to version
 * 1.36 (<a href="https://github.com/open-telemetry/semantic-conventions/blob/v1.36.0/docs/gen-ai/gen-ai-events.md">events</a>):
 * those of one call and one delivery are one part of an exchange, which meets its span by trace and span id. Of a call whose
 * messages come in several deliveries the prompt of the first part that has one holds.
 */
final class OtelMessages {
    private static final Set<String> NAMES = Set.of(
            "gen_ai.system.message",
            "gen_ai.user.message",
            "gen_ai.assistant.message",
            "gen_ai.tool.message",
            "gen_ai.choice");

    /** The event of later versions: all messages of a call in one log record, beside the span of the call. */
    private static final String DETAILS = "gen_ai.client.inference.operation.details";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, Told> byCall = new LinkedHashMap<>();

    /** What was told of one call: the head of its first record, and each message as the event of a span. */
    private record Told(OtelInference first, ArrayNode events) {}

    /** Whether a log record is one message, and says of which call. */
    static boolean isOne(JsonNode item, JsonNode attributes) {
        return NAMES.contains(name(item, attributes))
                && OtelInference.callOf(item).isPresent();
    }

    /** Whether a log record is the event that holds what a whole call asked and answered. */
    static boolean isDetails(JsonNode item, JsonNode attributes) {
        return name(item, attributes).equals(DETAILS);
    }

    boolean isEmpty() {
        return byCall.isEmpty();
    }

    void add(JsonNode item, ObjectNode attributes, JsonNode resource) {
        byCall.computeIfAbsent(
                        OtelInference.callOf(item).orElseThrow(),
                        call -> new Told(new OtelInference(item, attributes, resource), NODES.arrayNode()))
                .events
                .add(event(name(item, attributes), item.path("body")));
    }

    /** One part of each call. */
    List<Decoding> decode(String format, SourceMap sources) {
        List<Decoding> parts = new ArrayList<>();
        byCall.forEach((call, told) -> parts.add(told.first.decodeMessages(format, sources, told.events)));
        return parts;
    }

    private static String name(JsonNode item, JsonNode attributes) {
        return Optional.of(item.path("eventName").asText())
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> attributes.path("event.name").asText());
    }

    /** A body has the fields that the event of a span has as attributes; some exporters write it as JSON text. */
    private static ObjectNode event(String name, JsonNode body) {
        ObjectNode event = NODES.objectNode().put("name", name);
        JsonNode pairs = body.path("kvlistValue").path("values");
        if (pairs.isArray()) {
            return event.set("attributes", pairs);
        }
        ArrayNode written = event.putArray("attributes");
        JsonNode fields = JsonText.unfold(body.path("stringValue"));
        if (fields.isObject()) {
            fields.fields().forEachRemaining(field -> pair(written, field.getKey(), field.getValue()));
        } else {
            pair(written, "content", body.path("stringValue"));
        }
        return event;
    }

    private static void pair(ArrayNode pairs, String key, JsonNode value) {
        pairs.addObject()
                .put("key", key)
                .putObject("value")
                .put("stringValue", value.isContainerNode() ? value.toString() : value.asText());
    }
}
