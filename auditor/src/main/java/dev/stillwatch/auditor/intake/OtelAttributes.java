// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;

/** OTLP's list of keys and typed values as a plain JSON object. */
final class OtelAttributes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OtelAttributes() {}

    /** The attributes of a span, log record or resource. */
    static ObjectNode of(JsonNode holder) {
        return object(holder.path("attributes"));
    }

    private static ObjectNode object(JsonNode pairs) {
        ObjectNode object = NODES.objectNode();
        for (JsonNode pair : pairs) {
            JsonNode key = pair.path("key");
            JsonNode value = value(pair.path("value"));
            if (key.isTextual() && !value.isMissingNode() && !isNone(key.textValue(), value)) {
                object.set(key.textValue(), value);
            }
        }
        return object;
    }

    /** Spring writes a word in place of what a model did not tell. */
    private static boolean isNone(String key, JsonNode value) {
        return value.isTextual()
                && value.textValue().equals("none")
                && (key.startsWith("gen_ai.response.") || key.startsWith("gen_ai.usage."));
    }

    private static JsonNode value(JsonNode any) {
        if (any.has("intValue")) {
            JsonNode number = any.path("intValue");
            // OTLP/JSON writes 64-bit integers as text, many exporters as numbers.
            return number.isTextual() && number.textValue().matches("-?\\d{1,19}")
                    ? NODES.numberNode(new BigInteger(number.textValue()))
                    : number;
        }
        for (String scalar : new String[] {"stringValue", "doubleValue", "boolValue"}) {
            if (any.has(scalar)) {
                return any.path(scalar);
            }
        }
        if (any.path("arrayValue").isObject()) {
            var array = NODES.arrayNode();
            for (JsonNode element : any.path("arrayValue").path("values")) {
                JsonNode inner = value(element);
                if (!inner.isMissingNode()) {
                    array.add(inner);
                }
            }
            return array;
        }
        return any.path("kvlistValue").isObject()
                ? object(any.path("kvlistValue").path("values"))
                : MissingNode.getInstance();
    }
}
