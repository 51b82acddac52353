// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.Field;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The bodies that Bedrock logs: Converse, and the native ones of Anthropic, Titan and Llama; whole or as a stream. */
final class BedrockBody {
    private BedrockBody() {}

    /** Reads a request. What callers wrote is read forgivingly. */
    static void request(FieldReader body, Draft draft) {
        FieldReader in = body.forgiving();
        draft.system(Conversation.textOf(in.raw("system")));
        for (String place : List.of("messages", "inputText", "prompt")) {
            Conversation.read(in, place, draft);
        }
        FieldReader converse = in.maybe("inferenceConfig");
        FieldReader titan = in.maybe("textGenerationConfig");
        draft.temperature(converse.number("temperature"))
                .temperature(in.number("temperature"))
                .temperature(titan.number("temperature"))
                .count(Field.MAX_TOKENS, converse.count("maxTokens"))
                .count(Field.MAX_TOKENS, in.count("max_tokens"))
                .count(Field.MAX_TOKENS, titan.count("maxTokenCount"))
                .count(Field.MAX_TOKENS, in.count("max_gen_len"))
                .count(Field.TOOLS, size(in.maybe("toolConfig").raw("tools")))
                .count(Field.TOOLS, size(in.raw("tools")));
        thinking(in.raw("thinking"), draft);
        thinking(in.maybe("additionalModelRequestFields").raw("thinking"), draft);
    }

    /** Reads a response: one object, or the list of a stream's events. */
    static void response(FieldReader output, Draft draft) {
        JsonNode body = JsonText.unfold(output.raw("outputBodyJson"));
        if (body.isArray()) {
            for (JsonNode event : body) {
                event(output.over(event, "outputBodyJson"), draft);
            }
        } else if (body.isObject()) {
            whole(output.over(body, "outputBodyJson"), draft);
        }
    }

    private static void whole(FieldReader body, Draft draft) {
        JsonNode converse = body.node().at("/output/message/content");
        draft.output(Conversation.textOf(converse))
                .output(Conversation.textOf(body.raw("content")))
                .output(Conversation.textOf(body.raw("generation")))
                .issuedTrace(Conversation.signatureOf(converse.isArray() ? converse : body.raw("content")));
        for (JsonNode result : body.raw("results")) {
            draft.output(Conversation.textOf(result.path("outputText")));
            draft.text(Field.FINISH_REASON, textAt(result, "completionReason"));
        }
        closing(body, draft);
    }

    private static void event(FieldReader event, Draft draft) {
        JsonNode node = event.node();
        for (JsonNode delta : List.of(node.path("delta"), node.at("/contentBlockDelta/delta"))) {
            draft.outputPiece(
                    delta.path("text").isTextual() ? delta.path("text").textValue() : "");
            draft.issuedTrace(textAt(delta, "signature"));
            draft.text(Field.FINISH_REASON, textAt(delta, "stop_reason"));
        }
        draft.outputPiece(
                        node.path("outputText").isTextual()
                                ? node.path("outputText").textValue()
                                : "")
                .outputPiece(
                        node.path("generation").isTextual()
                                ? node.path("generation").textValue()
                                : "");
        closing(event.maybe("messageStop"), draft);
        closing(event.maybe("metadata"), draft);
        closing(event, draft);
    }

    /** What stands at the end of an answer. */
    private static void closing(FieldReader in, Draft draft) {
        draft.text(Field.FINISH_REASON, textAt(in.node(), "stopReason"))
                .text(Field.FINISH_REASON, textAt(in.node(), "stop_reason"))
                .count(Field.LATENCY, in.maybe("metrics").countIfSane("latencyMs"));
    }

    private static void thinking(JsonNode thinking, Draft draft) {
        if (thinking.isObject()) {
            draft.flag(
                    Field.REASONING_EFFORT,
                    Optional.of(!thinking.path("type").asText().equals("disabled")));
        }
    }

    private static OptionalLong size(JsonNode list) {
        return list.isArray() ? OptionalLong.of(list.size()) : OptionalLong.empty();
    }

    private static Optional<String> textAt(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isTextual() && !value.textValue().isEmpty() ? Optional.of(value.textValue()) : Optional.empty();
    }
}
