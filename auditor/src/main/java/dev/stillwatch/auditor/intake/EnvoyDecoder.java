// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.List;

/**
 * Access logs of Envoy AI Gateway, with the names of its example configurations, old and new, and those of its dynamic
 * metadata. They hold no text, no parameters and no caller: a source map names the header that the operator logs. A
 * dash is a missing value. Input tokens include cached ones.
 */
final class EnvoyDecoder implements Decoder {
    static final String FORMAT = "envoy-ai-gateway";

    /** One of these is known of every call of a model; of lists of models and of tools none is. */
    private static final List<String> NAMED_OF_A_CALL = List.of(
            "gen_ai.request.model",
            "gen_ai.response.model",
            "genai_model_name",
            "genai_model_name_override",
            "gen_ai.usage.input_tokens",
            "gen_ai.usage.output_tokens",
            "genai_tokens_input",
            "genai_tokens_output",
            "llm_input_token",
            "llm_output_token");

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.has("gen_ai.request.model")
                || root.has("gen_ai.response.model")
                || root.has("gen_ai.usage.input_tokens")
                || root.has("genai_model_name")
                || root.has("genai_tokens_input")
                || root.has("llm_input_token");
    }

    @Override
    public Decoding decode(JsonNode root, SourceMap sources) {
        FieldReader in = FieldReader.of(root, Dialect.DASH_IS_ABSENT);
        if (NAMED_OF_A_CALL.stream().noneMatch(in::has)) {
            return new Rejected(Reason.NOT_USAGE, "", "send only the log lines of routes to models");
        }
        return new Draft(in)
                .time(in.moment("start_time", EventTime.Unit.MILLIS))
                .mapped(sources, FORMAT, root)
                .text(Field.ID, in.text("x-request-id"))
                .text(Field.NETWORK, in.text("downstream_remote_address"))
                .text(Field.NETWORK, in.text("x-forwarded-for").flatMap(Network::nearest))
                .text(Field.USER_AGENT, in.text("user-agent"))
                .text(Field.SESSION, in.text("session.id"))
                .text(Field.ENDPOINT, Endpoint.of(in.text("request.path")))
                .text(Field.ENDPOINT, Endpoint.of(in.text("x-envoy-origin-path")))
                .text(Field.ENDPOINT, Endpoint.of(in.text("x-envoy-original-path")))
                .text(Field.MODEL, in.text("gen_ai.request.model"))
                .text(Field.MODEL, in.text("gen_ai.response.model"))
                .text(Field.MODEL, in.text("genai_model_name"))
                .text(Field.MODEL, in.text("genai_model_name_override"))
                .count(Field.STATUS, in.count("response_code"))
                .count(Field.LATENCY, in.count("duration"))
                .count(Field.INPUT_TOKENS, in.count("gen_ai.usage.input_tokens"))
                .count(Field.INPUT_TOKENS, in.count("genai_tokens_input"))
                .count(Field.INPUT_TOKENS, in.count("llm_input_token"))
                .count(Field.CACHED_TOKENS, in.count("gen_ai.usage.cache_read.input_tokens"))
                .count(Field.CACHED_TOKENS, in.count("llm_cached_input_token"))
                .count(Field.OUTPUT_TOKENS, in.count("gen_ai.usage.output_tokens"))
                .count(Field.OUTPUT_TOKENS, in.count("genai_tokens_output"))
                .count(Field.OUTPUT_TOKENS, in.count("llm_output_token"))
                .count(Field.REASONING_TOKENS, in.count("gen_ai.usage.reasoning_tokens"))
                .count(Field.REASONING_TOKENS, in.count("llm_reasoning_token"))
                .finish(FORMAT);
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
                Field.STATUS,
                Field.LATENCY,
                Field.INPUT_TOKENS,
                Field.CACHED_TOKENS,
                Field.OUTPUT_TOKENS,
                Field.REASONING_TOKENS);
    }
}
