// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * LiteLLM's StandardLoggingPayload. Its callback writes zoneless local times: they are read as UTC. The caller is the
 * first known of user, team and key hash. Input tokens include cached ones. Retries of one request share
 * {@code trace_id}, but so do all calls of a session where the application sets it, so it is the session here and never
 * the id: a failed try carries no answer and weighs nothing.
 */
final class LiteLlmDecoder implements Decoder {
    static final String FORMAT = "litellm";

    private static final String USER_AGENT_TAG = "User-Agent: ";

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public boolean recognises(JsonNode root) {
        return root.has("startTime")
                && (root.has("call_type") || root.has("model_parameters") || root.has("custom_llm_provider"));
    }

    @Override
    public Decoding decode(JsonNode root, SourceMap sources) {
        if (root.path("call_type").asText().toLowerCase(Locale.ROOT).contains("mcp")) {
            // A tool was called through the proxy: what it answered is no output of a model.
            return new Rejected(Reason.NOT_USAGE, "call_type", "send only calls of models");
        }
        FieldReader in = FieldReader.of(root, Dialect.STRICT);
        FieldReader caller = in.maybe("metadata");
        Optional<Instant> start = in.moment("startTime", EventTime.Unit.SECONDS);
        Optional<Instant> end = in.moment("endTime", EventTime.Unit.SECONDS);
        Draft draft = new Draft(in)
                .time(start)
                .mapped(sources, FORMAT, root)
                .account(caller.text("user_api_key_user_id"))
                .account(caller.text("user_api_key_team_id"))
                .account(caller.text("user_api_key_hash"))
                .text(Field.ID, in.text("id"))
                .text(Field.ORG, caller.text("user_api_key_org_id"))
                .text(Field.ORG, caller.text("user_api_key_team_id"))
                .text(Field.CREDENTIAL, caller.text("user_api_key_hash"))
                .text(Field.NETWORK, in.text("requester_ip_address").flatMap(Network::nearest))
                .text(Field.NETWORK, caller.text("requester_ip_address").flatMap(Network::nearest))
                .text(Field.SESSION, in.text("trace_id"))
                .text(Field.ENDPOINT, Endpoint.of(in.text("call_type")))
                .text(Field.MODEL, in.text("model"))
                .count(Field.LATENCY, between(start, end))
                .count(Field.INPUT_TOKENS, in.count("prompt_tokens"))
                .count(Field.OUTPUT_TOKENS, in.count("completion_tokens"))
                .flag(Field.STREAM, in.flag("stream"))
                .count(Field.STATUS, status(in))
                .flag(Field.REFUSED, refused(in));
        userAgent(in, caller.forgiving(), draft);
        if (in.raw("messages").isObject()) {
            // What the proxy only passes through is logged as the whole request.
            ModelBody.request(in.maybe("messages"), draft);
        } else {
            Conversation.read(in.forgiving(), "messages", draft);
        }
        OpenAiBody.parameters(in.maybe("model_parameters"), draft);
        ModelBody.response(in.maybe("response"), draft);
        OpenAiBody.usage(caller.maybe("usage_object"), draft);
        return draft.finish(FORMAT);
    }

    @Override
    public FieldSet covers() {
        return OpenAiBody.COVERS.union(FieldSet.of(
                Field.ID,
                Field.ORG,
                Field.CREDENTIAL,
                Field.NETWORK,
                Field.USER_AGENT,
                Field.SESSION,
                Field.ENDPOINT,
                Field.MODEL,
                Field.STATUS,
                Field.LATENCY));
    }

    private static OptionalLong between(Optional<Instant> start, Optional<Instant> end) {
        return start.isPresent() && end.isPresent() && !end.get().isBefore(start.get())
                ? OptionalLong.of(Duration.between(start.get(), end.get()).toMillis())
                : OptionalLong.empty();
    }

    /** A success is 200; a failure has the provider's code when that is a number. */
    private static OptionalLong status(FieldReader in) {
        if (in.raw("status").asText().equals("success")) {
            return OptionalLong.of(200);
        }
        String code = in.raw("error_information").path("error_code").asText();
        return code.matches("[1-5]\\d\\d") ? OptionalLong.of(Long.parseLong(code)) : OptionalLong.empty();
    }

    /** A provider's filter that refuses a prompt leaves no answer to tell it from. */
    private static Optional<Boolean> refused(FieldReader in) {
        String error = in.raw("error_information").path("error_class").asText();
        return error.equals("ContentPolicyViolationError") ? Optional.of(true) : Optional.empty();
    }

    /** Of the tags that name the client, the last is the one with its version. */
    private static void userAgent(FieldReader in, FieldReader caller, Draft draft) {
        draft.text(Field.USER_AGENT, caller.text("user_agent"))
                .text(Field.USER_AGENT, caller.maybe("requester_custom_headers").text("x-user-agent"));
        Optional<String> tagged = Optional.empty();
        for (JsonNode tag : in.raw("request_tags")) {
            if (tag.isTextual() && tag.textValue().startsWith(USER_AGENT_TAG)) {
                tagged = Optional.of(tag.textValue().substring(USER_AGENT_TAG.length()));
            }
        }
        draft.text(Field.USER_AGENT, tagged);
    }
}
