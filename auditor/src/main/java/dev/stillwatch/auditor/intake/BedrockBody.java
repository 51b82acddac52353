// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.Field;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * The bodies that Bedrock logs: Converse, and the native ones of the models' makers (Amazon, Anthropic, Meta, Mistral,
 * Cohere and those with OpenAI's shape); whole or as a stream.
 */
final class BedrockBody {
    /** Where an answer's text stands when there is one answer. */
    private static final List<String> TEXTS = List.of("content", "generation", "completion", "text", "outputText");

    private BedrockBody() {}

    /** Reads a request. What callers wrote is read forgivingly. */
    static void request(FieldReader body, Draft draft) {
        FieldReader in = body.forgiving();
        draft.system(Conversation.textOf(in.raw("system")));
        for (String place : List.of("messages", "inputText", "prompt", "message", "texts")) {
            Conversation.read(in, place, draft);
        }
        FieldReader converse = in.maybe("inferenceConfig");
        FieldReader titan = in.maybe("textGenerationConfig");
        draft.temperature(converse.number("temperature"))
                .temperature(in.number("temperature"))
                .temperature(titan.number("temperature"))
                .count(Field.MAX_TOKENS, converse.count("maxTokens"))
                .count(Field.MAX_TOKENS, converse.count("max_new_tokens"))
                .count(Field.MAX_TOKENS, titan.count("maxTokenCount"));
        for (String name : List.of("max_tokens", "max_gen_len", "max_tokens_to_sample", "max_completion_tokens")) {
            draft.count(Field.MAX_TOKENS, in.count(name));
        }
        draft.count(Field.TOOLS, size(in.maybe("toolConfig").raw("tools"))).count(Field.TOOLS, size(in.raw("tools")));
        AnthropicBody.thinking(in.raw("thinking"), draft);
        AnthropicBody.thinking(in.maybe("additionalModelRequestFields").raw("thinking"), draft);
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

    /** Reads the cached tokens of an answer, which models count apart from the input: of a stream, those it says first. */
    static void cached(FieldReader output, Draft draft) {
        JsonNode body = JsonText.unfold(output.raw("outputBodyJson"));
        for (JsonNode event : body.isArray() ? body : List.of(body)) {
            for (String place : List.of("/usage", "/message/usage", "/metadata/usage")) {
                FieldReader usage = output.over(event.at(place), "outputBodyJson");
                if (!draft.has(Field.CACHED_TOKENS)) {
                    cached(usage, "cacheReadInputTokens", "cacheWriteInputTokens", draft);
                }
                if (!draft.has(Field.CACHED_TOKENS)) {
                    cached(usage, "cache_read_input_tokens", "cache_creation_input_tokens", draft);
                }
            }
        }
    }

    private static void cached(FieldReader usage, String read, String written, Draft draft) {
        if (usage.countIfSane(read).isPresent()) {
            draft.count(Field.CACHED_TOKENS, usage.countIfSane(read))
                    .add(Field.INPUT_TOKENS, usage.countIfSane(read))
                    .add(Field.INPUT_TOKENS, usage.countIfSane(written));
        }
    }

    private static void whole(FieldReader body, Draft draft) {
        JsonNode node = body.node();
        JsonNode converse = node.at("/output/message/content");
        draft.output(Conversation.textOf(converse))
                .issuedTrace(Conversation.signatureOf(converse.isArray() ? converse : body.raw("content")));
        for (String place : TEXTS) {
            draft.output(Conversation.textOf(body.raw(place)));
        }
        for (JsonNode choice : node.path("choices")) {
            draft.output(Conversation.textOf(choice.path("message").path("content")));
        }
        answers(node, (answer, place) -> draft.output(Conversation.textOf(answer.path(place))), draft);
        closing(body, draft);
    }

    private static void event(FieldReader event, Draft draft) {
        JsonNode node = event.node();
        for (JsonNode delta : List.of(node.path("delta"), node.at("/contentBlockDelta/delta"))) {
            draft.outputPiece(FieldReader.textAt(delta, "text").orElse(""))
                    .issuedTrace(FieldReader.textAt(delta, "signature"))
                    .issuedTrace(FieldReader.textAt(delta.path("reasoningContent"), "signature"))
                    .text(Field.FINISH_REASON, FieldReader.textAt(delta, "stop_reason"));
        }
        for (String place : TEXTS) {
            draft.outputPiece(FieldReader.textAt(node, place).orElse(""));
        }
        for (JsonNode choice : node.path("choices")) {
            draft.outputPiece(Conversation.textOf(choice.path("delta").path("content")));
        }
        answers(node, (answer, place) -> draft.outputPiece(Conversation.textOf(answer.path(place))), draft);
        closing(event.maybe("messageStop"), draft);
        closing(event.maybe("metadata"), draft);
        closing(event, draft);
    }

    /** Model makers that can answer several times list the answers. */
    private static void answers(JsonNode node, BiConsumer<JsonNode, String> text, Draft draft) {
        for (String list : List.of("results", "outputs", "generations", "choices")) {
            for (JsonNode answer : node.path(list)) {
                text.accept(answer, list.equals("results") ? "outputText" : "text");
                ended(answer, draft);
            }
        }
    }

    /** What stands at the end of an answer. */
    private static void closing(FieldReader in, Draft draft) {
        ended(in.node(), draft);
        draft.count(Field.LATENCY, in.maybe("metrics").countIfSane("latencyMs"))
                .count(
                        Field.LATENCY,
                        in.maybe("amazon-bedrock-invocationMetrics").countIfSane("invocationLatency"));
        if (in.raw("amazon-bedrock-guardrailAction").asText().equals("INTERVENED")) {
            draft.flag(Field.REFUSED, Optional.of(true));
        }
    }

    private static void ended(JsonNode answer, Draft draft) {
        for (String name : List.of("stopReason", "stop_reason", "finish_reason", "completionReason")) {
            draft.text(Field.FINISH_REASON, FieldReader.textAt(answer, name));
        }
    }

    private static OptionalLong size(JsonNode list) {
        return list.isArray() ? OptionalLong.of(list.size()) : OptionalLong.empty();
    }
}
