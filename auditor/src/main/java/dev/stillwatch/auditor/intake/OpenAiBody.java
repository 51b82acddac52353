// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Requests and responses in OpenAI's shapes (chat, completions, responses), which most gateways log as they are. Its
 * input tokens include cached ones. What callers wrote is read forgivingly: an odd value must not hide a request.
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
            Field.REASONING_TOKENS);

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
                .bias(in, "logit_bias")
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

    /** Reads a response, or the text of a stream of its pieces. */
    static void response(FieldReader body, Draft draft) {
        draft.text(Field.MODEL, body.text("model"));
        for (JsonNode choice : body.raw("choices")) {
            draft.text(Field.FINISH_REASON, textAt(choice, "finish_reason"));
            draft.output(Conversation.textOf(choice.path("message").path("content")));
            draft.output(Conversation.textOf(choice.path("text")));
        }
        for (JsonNode item : body.raw("output")) {
            draft.output(Conversation.textOf(item.path("content")));
        }
        usage(body.maybe("usage"), draft);
    }

    /** Reads the body of a response as logged: JSON, JSON text, or server-sent events. */
    static void logged(FieldReader in, String name, Draft draft) {
        JsonNode body = in.raw(name);
        if (body.isTextual() && body.textValue().stripLeading().startsWith("data:")) {
            body.textValue().lines().filter(line -> line.startsWith("data:")).forEach(line -> {
                JsonNode piece = JsonText.unfold(JsonText.of(line.substring("data:".length())));
                for (JsonNode choice : piece.path("choices")) {
                    draft.outputPiece(Conversation.textOf(choice.path("delta").path("content")));
                    draft.text(Field.FINISH_REASON, textAt(choice, "finish_reason"));
                }
                usage(in.over(piece, name).maybe("usage"), draft);
            });
        } else {
            response(in.embedded(name), draft);
        }
    }

    /** Reads token counts. */
    static void usage(FieldReader usage, Draft draft) {
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
                        usage.maybe("output_tokens_details").count("reasoning_tokens"));
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

    private static Optional<String> textAt(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }
}
