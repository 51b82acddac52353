// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;

/**
 * Kong AI Gateway log entries. Their {@code ai} object holds one object per plugin; the first with token counts is the
 * proxy's, whatever it is called.
 */
final class KongDecoder implements Decoder {
    static final String FORMAT = "kong";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.path("ai").isObject() && (root.has("started_at") || root.has("client_ip"));
    }

    @Override
    public Decoding decode(JsonNode root, SourceMap sources) {
        FieldReader in = FieldReader.of(root, Dialect.NUMBERS_AS_TEXT);
        FieldReader proxy = proxy(in.child("ai"));
        FieldReader meta = proxy.maybe("meta");
        FieldReader request = in.maybe("request");
        Draft draft = new Draft(in)
                .time(in.moment("started_at", EventTime.Unit.MILLIS))
                .mapped(sources, FORMAT, root)
                .account(in.maybe("consumer").text("id"))
                .account(in.maybe("consumer").text("username"))
                .text(Field.ID, request.text("id"))
                .text(Field.NETWORK, in.text("client_ip"))
                .text(Field.USER_AGENT, request.maybe("headers").forgiving().text("user-agent"))
                .text(Field.ENDPOINT, Endpoint.of(request.text("uri")))
                .text(Field.MODEL, meta.text("request_model"))
                .text(Field.MODEL, meta.text("response_model"))
                .count(Field.STATUS, in.maybe("response").count("status"))
                .count(Field.LATENCY, in.maybe("latencies").countIfSane("request"));
        OpenAiBody.usage(proxy.maybe("usage"), draft);
        FieldReader payload = proxy.maybe("payload");
        ModelBody.request(payload.embedded("request"), draft);
        ModelBody.logged(payload, "response", draft);
        return draft.finish(FORMAT);
    }

    @Override
    public FieldSet covers() {
        return OpenAiBody.COVERS.union(FieldSet.of(
                Field.ID, Field.NETWORK, Field.USER_AGENT, Field.ENDPOINT, Field.MODEL, Field.STATUS, Field.LATENCY));
    }

    private static FieldReader proxy(FieldReader ai) {
        for (var plugin : ai.node().properties()) {
            if (plugin.getValue().path("usage").isObject()) {
                return ai.over(plugin.getValue(), plugin.getKey());
            }
        }
        return ai.maybe("proxy");
    }
}
