// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Requests and responses in OpenAI's shapes (chat, completions, responses). Its input tokens include cached ones. What
 * callers wrote is read forgivingly: an odd value must not hide a request.
 */
final class OpenAiBody {
    /** What a logged request and answer of this shape can carry: the part of the coverage matrix that its formats share. */
    static final FieldSet COVERS = FieldSet.of(
            Field.SYSTEM_TEXT,
            Field.PROMPT_TEXT,
            Field.OUTPUT_TEXT,
            Field.TEMPERATURE,
            Field.CHOICES,
            Field.MAX_TOKENS,
            Field.LOGPROBS,
            Field.LOGIT_BIAS,
            Field.STREAM,
            Field.TOOLS,
            Field.REASONING_EFFORT,
            Field.FINISH_REASON,
            Field.REFUSED,
            Field.INPUT_TOKENS,
            Field.CACHED_TOKENS,
            Field.OUTPUT_TOKENS,
            Field.REASONING_TOKENS,
            Field.TRACE_SIGNATURE);

    private OpenAiBody() {}

    /** Reads a request, text and parameters. */
    static void request(FieldReader body, Draft draft) {
        FieldReader in = body.forgiving();
        draft.text(Field.MODEL, in.text("model")).system(in.text("instructions").orElse(""));
        Conversation.read(in, "messages", draft);
        Conversation.read(in, "prompt", draft);
        Conversation.read(in, "input", draft);
        parameters(in, draft);
    }

    /** Reads the parameters alone. */
    static void parameters(FieldReader parameters, Draft draft) {
        FieldReader in = parameters.forgiving();
        draft.temperature(in.number("temperature"))
                .count(Field.CHOICES, in.count("n"))
                .count(Field.MAX_TOKENS, in.count("max_tokens"))
                .count(Field.MAX_TOKENS, in.count("max_completion_tokens"))
                .count(Field.MAX_TOKENS, in.count("max_output_tokens"))
                .topLogprobs(in.count("top_logprobs"))
                .bias(LogitBias.tokens(in, "logit_bias"))
                .flag(Field.STREAM, in.flag("stream"))
                .flag(Field.REASONING_EFFORT, in.text("reasoning_effort").map(Effort::asksForReasoning))
                .flag(
                        Field.REASONING_EFFORT,
                        in.maybe("reasoning").text("effort").map(Effort::asksForReasoning));
        logprobs(in, draft);
        if (in.raw("tools").isArray()) {
            draft.count(Field.TOOLS, OptionalLong.of(in.raw("tools").size()));
        }
    }

    /** Reads a whole response. */
    static void response(FieldReader body, Draft draft) {
        draft.text(Field.MODEL, body.text("model"));
        for (JsonNode choice : body.raw("choices")) {
            JsonNode message = choice.path("message");
            draft.text(Field.FINISH_REASON, FieldReader.textAt(choice, "finish_reason"));
            draft.output(Conversation.textOf(message.path("content")))
                    .output(Conversation.textOf(choice.path("text")))
                    .issuedTrace(Conversation.signatureOf(message.path(Conversation.THOUGHTS)));
            declined(FieldReader.textAt(message, "refusal"), draft);
        }
        for (JsonNode item : body.raw("output")) {
            draft.output(Conversation.textOf(item.path("content")));
            for (JsonNode part : item.path("content")) {
                declined(FieldReader.textAt(part, "refusal"), draft);
            }
        }
        if (body.raw("output").isArray()) {
            finish(body.node(), draft);
        }
        usage(body.maybe("usage"), draft);
        // A filter that refuses a prompt answers with an error.
        declined(
                FieldReader.textAt(body.node().path("error"), "code")
                        .filter(code -> FinishReasons.refusal(code).isPresent()),
                draft);
    }

    /** Reads a piece of a stream of chat, completions or responses, without its token counts. */
    static void piece(JsonNode piece, Draft draft) {
        for (JsonNode choice : piece.path("choices")) {
            draft.outputPiece(Conversation.textOf(choice.path("delta").path("content")))
                    .outputPiece(Conversation.textOf(choice.path("text")))
                    .text(Field.FINISH_REASON, FieldReader.textAt(choice, "finish_reason"));
            declined(FieldReader.textAt(choice.path("delta"), "refusal"), draft);
        }
        switch (piece.path("type").asText()) {
            case "response.output_text.delta" ->
                draft.outputPiece(FieldReader.textAt(piece, "delta").orElse(""));
            case "response.refusal.delta" -> declined(FieldReader.textAt(piece, "delta"), draft);
            case "response.completed", "response.incomplete", "response.failed" ->
                finish(piece.path("response"), draft);
            default -> {}
        }
    }

    /** How an answer of the Responses API ended. */
    private static void finish(JsonNode response, Draft draft) {
        draft.text(Field.FINISH_REASON, FieldReader.textAt(response.path("incomplete_details"), "reason"))
                .text(Field.FINISH_REASON, FieldReader.textAt(response, "status"));
    }

    private static void declined(Optional<String> words, Draft draft) {
        draft.flag(Field.REFUSED, words.map(said -> true));
    }

    /** Reads token counts, also Anthropic's, whose input leaves cached tokens out. */
    static void usage(FieldReader usage, Draft draft) {
        boolean cachedIncluded = draft.has(Field.INPUT_TOKENS) || usage.has("prompt_tokens");
        draft.count(Field.INPUT_TOKENS, usage.count("prompt_tokens"))
                .count(Field.INPUT_TOKENS, usage.count("input_tokens"))
                .count(Field.OUTPUT_TOKENS, usage.count("completion_tokens"))
                .count(Field.OUTPUT_TOKENS, usage.count("output_tokens"))
                .count(Field.CACHED_TOKENS, usage.maybe("prompt_tokens_details").count("cached_tokens"))
                .count(Field.CACHED_TOKENS, usage.maybe("input_tokens_details").count("cached_tokens"))
                .count(
                        Field.REASONING_TOKENS,
                        usage.maybe("completion_tokens_details").count("reasoning_tokens"))
                .count(
                        Field.REASONING_TOKENS,
                        usage.maybe("output_tokens_details").count("reasoning_tokens"))
                .count(Field.CACHED_TOKENS, usage.count("cache_read_input_tokens"));
        if (!cachedIncluded) {
            draft.add(Field.INPUT_TOKENS, usage.count("cache_read_input_tokens"))
                    .add(Field.INPUT_TOKENS, usage.count("cache_creation_input_tokens"));
        }
    }

    /** Chat has a flag and a number beside it; completions have the number alone. */
    private static void logprobs(FieldReader in, Draft draft) {
        if (in.raw("logprobs").isNumber()) {
            OptionalLong alternatives = in.count("logprobs");
            draft.flag(Field.LOGPROBS, Optional.of(true)).topLogprobs(alternatives);
        } else {
            draft.flag(Field.LOGPROBS, in.flag("logprobs"));
        }
    }
}
