// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.Optional;

/** Stillwatch's own usage record: every field, strictly typed. */
final class NativeDecoder implements Decoder {
    static final String FORMAT = "native";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.has("account")
                || (root.has("time") && (root.has("model") || root.has("request") || root.has("response")))
                || (root.path("request").has("messages") && root.has("response"));
    }

    @Override
    public Decoding decode(JsonNode root, SourceMap sources) {
        FieldReader in = FieldReader.of(root, Dialect.STRICT);
        Draft draft = new Draft(in)
                .time(in.time("time"))
                .mapped(sources, FORMAT, root)
                .text(Field.ID, in.text("id"))
                .text(Field.CREDENTIAL, in.text("credential"))
                .text(Field.SESSION, in.text("session"))
                .text(Field.ENDPOINT, in.text("endpoint"))
                .text(Field.MODEL, in.text("model"))
                .text(Field.PASSPORT, in.text("passport"))
                .count(Field.LATENCY, in.count("latency_ms"));
        FieldReader account = in.child("account");
        draft.moment(Field.CREATED, account.time("created"));
        caller(account, in.child("client"), draft);
        request(in.child("request"), draft);
        response(in.child("response"), draft);
        return draft.finish(FORMAT);
    }

    @Override
    public FieldSet covers() {
        return FieldSet.of(Field.values());
    }

    private static void caller(FieldReader account, FieldReader client, Draft draft) {
        draft.account(account.text("id"))
                .text(Field.ORG, account.text("org"))
                .text(Field.PLAN, account.text("plan"))
                .text(Field.PAYMENT, account.text("payment"))
                .text(Field.EMAIL_DOMAIN, account.text("email_domain"))
                .text(Field.NETWORK, client.text("ip"))
                .count(Field.ASN, client.count("asn"))
                .text(Field.USER_AGENT, client.text("user_agent"))
                .text(Field.TLS, client.text("tls"));
    }

    private static void request(FieldReader request, Draft draft) {
        draft.system(request.text("system").orElse(""))
                .temperature(request.number("temperature"))
                .count(Field.CHOICES, request.count("n"))
                .count(Field.MAX_TOKENS, request.count("max_tokens"))
                .flag(Field.LOGPROBS, request.flag("logprobs"))
                .topLogprobs(request.count("top_logprobs"))
                .bias(LogitBias.tokens(request, "logit_bias"))
                .flag(Field.STREAM, request.flag("stream"))
                .count(Field.TOOLS, request.count("tools"))
                .flag(Field.REASONING_EFFORT, reasoning(request))
                .replayedTrace(request.text("trace_signature"));
        Conversation.read(request, "messages", draft);
    }

    private static void response(FieldReader response, Draft draft) {
        draft.count(Field.STATUS, response.count("status"))
                .text(Field.FINISH_REASON, response.text("finish_reason"))
                .output(response.text("output").orElse(""))
                .count(Field.INPUT_TOKENS, response.count("input_tokens"))
                .count(Field.CACHED_TOKENS, response.count("cached_tokens"))
                .count(Field.OUTPUT_TOKENS, response.count("output_tokens"))
                .count(Field.REASONING_TOKENS, response.count("reasoning_tokens"))
                .flag(Field.REFUSED, response.flag("refused"))
                .issuedTrace(response.text("trace_signature"))
                .flag(Field.LIMITED, response.flag("limited"));
    }

    /** An effort by name, or plainly yes or no. */
    private static Optional<Boolean> reasoning(FieldReader request) {
        JsonNode value = request.raw("reasoning");
        if (value.isTextual()) {
            return Optional.of(Effort.asksForReasoning(value.textValue()));
        }
        if (!value.isBoolean() && !value.isMissingNode()) {
            request.fault(Reason.WRONG_TYPE, "reasoning", "write the effort as text");
            return Optional.empty();
        }
        return request.flag("reasoning");
    }
}
