// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Rows of Vertex AI's request-response table, and the audit log entries that name their callers. The table has no caller:
 * a source map names a column that the export adds, or asks for the join with the audit log, which makes a row and its
 * entry two parts of one exchange. Thoughts stand outside the candidates' tokens and are added. Bodies come as JSON or as JSON
 * text, in snake case or camel case.
 */
final class VertexDecoder implements Decoder {
    static final String FORMAT = "vertex";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.has("full_request") || root.has("full_response") || VertexAudit.recognises(root);
    }

    @Override
    public Decoding decode(JsonNode root, SourceMap sources) {
        if (VertexAudit.recognises(root)) {
            return VertexAudit.decode(FORMAT, root, sources);
        }
        FieldReader in = FieldReader.of(root, Dialect.NUMBERS_AS_TEXT);
        FieldReader response = in.embedded("full_response");
        Draft draft = new Draft(in)
                .time(in.moment("logging_time", EventTime.Unit.MICROS))
                .mapped(sources, FORMAT, root)
                .part(sources.join(FORMAT).flatMap(join -> join.ofUsage(root)), 0)
                .text(Field.ID, in.text("request_id"))
                .text(Field.ENDPOINT, Endpoint.of(in.text("api_method")))
                .text(Field.MODEL, in.text("model"))
                .flag(
                        Field.STREAM,
                        in.text("api_method")
                                .map(name -> name.toLowerCase(Locale.ROOT).contains("stream")))
                .count(Field.LATENCY, in.embedded("metadata").countIfSane("request_latency"));
        request(in.embedded("full_request").forgiving(), draft);
        response(response, draft);
        usage(either(response, "usage_metadata", "usageMetadata"), draft);
        return draft.finish(FORMAT);
    }

    @Override
    public FieldSet covers() {
        return VertexAudit.COVERS.union(FieldSet.of(
                Field.ID,
                Field.ENDPOINT,
                Field.MODEL,
                Field.STREAM,
                Field.SYSTEM_TEXT,
                Field.PROMPT_TEXT,
                Field.OUTPUT_TEXT,
                Field.TEMPERATURE,
                Field.CHOICES,
                Field.MAX_TOKENS,
                Field.LOGPROBS,
                Field.TOOLS,
                Field.FINISH_REASON,
                Field.REFUSED,
                Field.LATENCY,
                Field.INPUT_TOKENS,
                Field.CACHED_TOKENS,
                Field.OUTPUT_TOKENS,
                Field.REASONING_TOKENS));
    }

    private static void request(FieldReader request, Draft draft) {
        draft.system(Conversation.textOf(
                either(request, "system_instruction", "systemInstruction").node()));
        Conversation.read(request, "contents", draft);
        FieldReader config = either(request, "generation_config", "generationConfig");
        draft.temperature(config.number("temperature"))
                .count(Field.CHOICES, config.count("candidate_count"))
                .count(Field.CHOICES, config.count("candidateCount"))
                .count(Field.MAX_TOKENS, config.count("max_output_tokens"))
                .count(Field.MAX_TOKENS, config.count("maxOutputTokens"))
                .flag(Field.LOGPROBS, config.flag("response_logprobs"))
                .flag(Field.LOGPROBS, config.flag("responseLogprobs"))
                .topLogprobs(config.count("logprobs"));
        if (request.raw("tools").isArray()) {
            draft.count(Field.TOOLS, OptionalLong.of(request.raw("tools").size()));
        }
    }

    private static void response(FieldReader response, Draft draft) {
        for (JsonNode candidate : response.raw("candidates")) {
            draft.output(Conversation.textOf(candidate.path("content")));
            for (String name : new String[] {"finish_reason", "finishReason"}) {
                JsonNode reason = candidate.path(name);
                draft.text(
                        Field.FINISH_REASON, reason.isTextual() ? Optional.of(reason.textValue()) : Optional.empty());
            }
        }
    }

    private static void usage(FieldReader usage, Draft draft) {
        OptionalLong thoughts = first(usage, "thoughts_token_count", "thoughtsTokenCount");
        draft.count(Field.INPUT_TOKENS, first(usage, "prompt_token_count", "promptTokenCount"))
                .count(Field.CACHED_TOKENS, first(usage, "cached_content_token_count", "cachedContentTokenCount"))
                .count(Field.OUTPUT_TOKENS, first(usage, "candidates_token_count", "candidatesTokenCount"))
                .add(Field.OUTPUT_TOKENS, thoughts)
                // Only thoughts: the budget ran out before the first word of an answer.
                .count(Field.OUTPUT_TOKENS, thoughts)
                .count(Field.REASONING_TOKENS, thoughts);
    }

    private static OptionalLong first(FieldReader in, String snake, String camel) {
        return in.count(in.has(snake) ? snake : camel);
    }

    private static FieldReader either(FieldReader in, String snake, String camel) {
        return in.maybe(in.has(snake) ? snake : camel);
    }
}
