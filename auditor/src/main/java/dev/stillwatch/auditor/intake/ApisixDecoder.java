// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;

/**
 * APISIX log entries with the summary of its ai-proxy plugin, and its payloads where they are logged: of a question
 * the messages and of an answer the text alone. What these lack is in the bodies that the logger itself keeps. Times
 * are milliseconds since 1970. Cache reads greater than the prompt's tokens come from a provider that counts them
 * apart, and are added.
 */
final class ApisixDecoder implements Decoder {
    static final String FORMAT = "apisix";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.has("llm_summary");
    }

    @Override
    public Decoding decode(JsonNode root, SourceMap sources) {
        FieldReader in = FieldReader.of(root, Dialect.NUMBERS_AS_TEXT);
        FieldReader summary = in.child("llm_summary");
        FieldReader request = in.maybe("request");
        FieldReader response = in.maybe("response");
        Draft draft = new Draft(in)
                // A log with a format of its own has the time under another name.
                .time(in.moment(in.has("start_time") ? "start_time" : "@timestamp", EventTime.Unit.MILLIS))
                .mapped(sources, FORMAT, root)
                .account(in.maybe("consumer").text("username"))
                .text(Field.ID, response.maybe("headers").forgiving().text("x-request-id"))
                .text(Field.NETWORK, in.text("client_ip"))
                .text(Field.USER_AGENT, request.maybe("headers").forgiving().text("user-agent"))
                .text(Field.ENDPOINT, Endpoint.of(request.text("uri")))
                .text(Field.MODEL, summary.text("request_model"))
                .text(Field.MODEL, summary.text("model"))
                .flag(Field.STREAM, summary.flag("stream"))
                .count(Field.TOOLS, summary.count("tool_count"))
                .count(Field.STATUS, response.count("status"))
                .count(Field.LATENCY, in.countIfSane("latency"))
                .count(Field.INPUT_TOKENS, summary.count("prompt_tokens"))
                .count(Field.CACHED_TOKENS, summary.count("cache_read_input_tokens"))
                .count(Field.OUTPUT_TOKENS, summary.count("completion_tokens"))
                .count(Field.REASONING_TOKENS, summary.count("reasoning_tokens"));
        ModelBody.request(in.embedded("llm_request"), draft);
        ModelBody.logged(in, "llm_response", draft);
        ModelBody.response(in.maybe("llm_response_text"), draft.settled());
        ModelBody.request(request.embedded("body"), draft.settled());
        ModelBody.logged(response, "body", draft);
        return draft.finish(FORMAT);
    }

    @Override
    public FieldSet covers() {
        return OpenAiBody.COVERS.union(FieldSet.of(
                Field.ID, Field.NETWORK, Field.USER_AGENT, Field.ENDPOINT, Field.MODEL, Field.STATUS, Field.LATENCY));
    }
}
