// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.List;

/**
 * Kong AI Gateway log entries. Their {@code ai} object holds one object per plugin: the proxy's under one of its names,
 * else the first with token counts. Older versions log the request beside the plugins, and name token counts in the
 * singular.
 */
final class KongDecoder implements Decoder {
    static final String FORMAT = "kong";

    private static final List<String> PROXIES = List.of("proxy", "ai-proxy", "ai-proxy-advanced");

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
        FieldReader ai = in.child("ai");
        if (!metAModel(ai.node())) {
            return new Rejected(Reason.NOT_USAGE, "ai", "send only the logs of routes to models");
        }
        FieldReader proxy = proxy(ai);
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
                .text(Field.MODEL, meta.text("request_model").filter(KongDecoder::isNamed))
                .text(Field.MODEL, meta.text("response_model").filter(KongDecoder::isNamed))
                .flag(Field.STREAM, meta.text("request_mode").map("stream"::equals))
                .count(Field.STATUS, in.maybe("response").count("status"))
                .count(Field.LATENCY, in.maybe("latencies").countIfSane("request"));
        FieldReader usage = proxy.maybe("usage");
        OpenAiBody.usage(usage, draft);
        draft.count(Field.INPUT_TOKENS, usage.count("prompt_token"))
                .count(Field.OUTPUT_TOKENS, usage.count("completion_token"));
        FieldReader payload = proxy.maybe("payload");
        ModelBody.request((payload.has("request") ? payload : ai.maybe("payload")).embedded("request"), draft);
        ModelBody.logged(payload, "response", draft);
        return draft.finish(FORMAT);
    }

    @Override
    public FieldSet covers() {
        return OpenAiBody.COVERS.union(FieldSet.of(
                Field.ID, Field.NETWORK, Field.USER_AGENT, Field.ENDPOINT, Field.MODEL, Field.STATUS, Field.LATENCY));
    }

    /** Where the route leaves the model to the caller, the log says so in place of it. */
    private static boolean isNamed(String model) {
        return !model.equals("UNSPECIFIED");
    }

    /** Plugins that serve tools, or found nothing to do, leave entries without a body, a model or counts. */
    private static boolean metAModel(JsonNode ai) {
        if (ai.has("payload")) {
            return true;
        }
        for (JsonNode plugin : ai) {
            if (plugin.has("payload") || plugin.has("meta") || plugin.has("usage")) {
                return true;
            }
        }
        return false;
    }

    private static FieldReader proxy(FieldReader ai) {
        for (String name : PROXIES) {
            if (ai.raw(name).isObject()) {
                return ai.maybe(name);
            }
        }
        for (var plugin : ai.node().properties()) {
            if (plugin.getValue().path("usage").isObject()) {
                return ai.over(plugin.getValue(), plugin.getKey());
            }
        }
        return ai.maybe(PROXIES.get(0));
    }
}
