// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.Field;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Gemini's requests and answers, in the snake case of Google's logs or the camel case of its API. Thoughts stand outside
 * the candidates' tokens and are added.
 */
final class GeminiBody {
    private GeminiBody() {}

    static void request(FieldReader body, Draft draft) {
        FieldReader in = body.forgiving();
        draft.system(Conversation.textOf(
                either(in, "system_instruction", "systemInstruction").node()));
        Conversation.read(in, "contents", draft);
        FieldReader config = either(in, "generation_config", "generationConfig");
        draft.temperature(config.number("temperature"))
                .count(Field.CHOICES, config.count("candidate_count"))
                .count(Field.CHOICES, config.count("candidateCount"))
                .count(Field.MAX_TOKENS, config.count("max_output_tokens"))
                .count(Field.MAX_TOKENS, config.count("maxOutputTokens"))
                .flag(Field.LOGPROBS, config.flag("response_logprobs"))
                .flag(Field.LOGPROBS, config.flag("responseLogprobs"))
                .topLogprobs(config.count("logprobs"))
                .flag(Field.REASONING_EFFORT, thinking(either(config, "thinking_config", "thinkingConfig")));
    }

    /** A budget of 0 tokens asks for no thoughts, one of -1 for as many as the model wants; later models have levels. */
    private static Optional<Boolean> thinking(FieldReader config) {
        JsonNode budget = config.raw(config.has("thinking_budget") ? "thinking_budget" : "thinkingBudget");
        return budget.isNumber()
                ? Optional.of(budget.asLong() != 0)
                : config.text(config.has("thinking_level") ? "thinking_level" : "thinkingLevel")
                        .map(Effort::asksForReasoning);
    }

    static void response(FieldReader body, Draft draft) {
        for (JsonNode candidate : body.raw("candidates")) {
            draft.output(Conversation.textOf(candidate.path("content")));
            finish(candidate, draft);
        }
        FieldReader feedback = either(body, "prompt_feedback", "promptFeedback");
        if (feedback.has("block_reason") || feedback.has("blockReason")) {
            draft.flag(Field.REFUSED, Optional.of(true));
        }
        usage(body, draft);
    }

    static void piece(JsonNode piece, Draft draft) {
        for (JsonNode candidate : piece.path("candidates")) {
            draft.outputPiece(Conversation.textOf(candidate.path("content")));
            finish(candidate, draft);
        }
    }

    /** Reads the token counts of an answer or of a piece of one. */
    static void usage(FieldReader body, Draft draft) {
        FieldReader usage = either(body, "usage_metadata", "usageMetadata");
        OptionalLong thoughts = first(usage, "thoughts_token_count", "thoughtsTokenCount");
        boolean counted = draft.has(Field.OUTPUT_TOKENS);
        draft.count(Field.INPUT_TOKENS, first(usage, "prompt_token_count", "promptTokenCount"))
                .count(Field.CACHED_TOKENS, first(usage, "cached_content_token_count", "cachedContentTokenCount"))
                .count(Field.OUTPUT_TOKENS, first(usage, "candidates_token_count", "candidatesTokenCount"));
        if (!counted) {
            draft.add(Field.OUTPUT_TOKENS, thoughts)
                    // Only thoughts: the budget ran out before the first word of an answer.
                    .count(Field.OUTPUT_TOKENS, thoughts);
        }
        draft.count(Field.REASONING_TOKENS, thoughts);
    }

    private static void finish(JsonNode candidate, Draft draft) {
        draft.text(Field.FINISH_REASON, FieldReader.textAt(candidate, "finish_reason"))
                .text(Field.FINISH_REASON, FieldReader.textAt(candidate, "finishReason"));
    }

    private static OptionalLong first(FieldReader in, String snake, String camel) {
        return in.count(in.has(snake) ? snake : camel);
    }

    private static FieldReader either(FieldReader in, String snake, String camel) {
        return in.maybe(in.has(snake) ? snake : camel);
    }
}
