// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.Locale;

/**
 * Rows of Vertex AI's request-response table, and the audit log entries that name their callers. The table has no caller:
 * a source map names a column that the export adds, or asks for the join with the audit log, which makes a row and its
 * entry two parts of one exchange. Bodies are Gemini's or, of raw predictions, Anthropic's, and come as JSON or as JSON
 * text.
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
        ModelBody.request(in.embedded("full_request"), draft);
        ModelBody.logged(in, "full_response", draft);
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
                Field.REASONING_EFFORT,
                Field.FINISH_REASON,
                Field.REFUSED,
                Field.LATENCY,
                Field.INPUT_TOKENS,
                Field.CACHED_TOKENS,
                Field.OUTPUT_TOKENS,
                Field.REASONING_TOKENS));
    }
}
