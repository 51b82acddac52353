// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
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
 * LiteLLM's StandardLoggingPayload, and the rows of its table of spend logs. Its callback writes zoneless local times:
 * they are read as UTC. The caller is the first known of user, team and key hash. Input tokens include cached ones.
 * Retries of one request share {@code trace_id}, but so do all calls of a session where the application sets it, so it
 * is never the id: a failed try carries no answer and weighs nothing. Neither is it the session, nor is
 * {@code session_id}: where no application sets them the proxy draws new ones for every call, and a thought that goes
 * back to the model within one conversation would look carried into another. Who sets them says so in the source map.
 */
final class LiteLlmDecoder implements Decoder {
    static final String FORMAT = "litellm";

    private static final String USER_AGENT_TAG = "User-Agent: ";
    /** A row of the spend table has its id under this name, and objects as JSON text. */
    private static final String ROW_ID = "request_id";

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
        FieldReader caller = in.embedded("metadata");
        FieldReader row = in.has(ROW_ID) ? in.forgiving() : in.over(MissingNode.getInstance(), "");
        Optional<Instant> start = in.moment("startTime", EventTime.Unit.SECONDS);
        Optional<Instant> end = in.moment("endTime", EventTime.Unit.SECONDS);
        Draft draft = new Draft(in)
                .time(start)
                .mapped(sources, FORMAT, root)
                .account(caller.text("user_api_key_user_id").filter(LiteLlmDecoder::isSomebody))
                .account(caller.text("user_api_key_team_id"))
                .account(caller.text("user_api_key_hash"))
                .account(row.text("user").filter(LiteLlmDecoder::isSomebody))
                .account(row.text("team_id"))
                .account(row.text("api_key"))
                .text(Field.ID, in.text("id"))
                .text(Field.ID, row.text(ROW_ID))
                .text(Field.ORG, caller.text("user_api_key_org_id"))
                .text(Field.ORG, row.text("organization_id"))
                .text(Field.ORG, caller.text("user_api_key_team_id"))
                .text(Field.ORG, row.text("team_id"))
                .text(Field.CREDENTIAL, caller.text("user_api_key_hash"))
                .text(Field.CREDENTIAL, row.text("api_key"))
                .text(Field.NETWORK, in.text("requester_ip_address").flatMap(Network::nearest))
                .text(Field.NETWORK, caller.text("requester_ip_address").flatMap(Network::nearest))
                .text(Field.ENDPOINT, Endpoint.of(in.text("call_type")))
                // What it only passes on it often does not look into.
                .text(Field.MODEL, in.text("model").filter(model -> !model.equals("unknown")))
                .count(Field.LATENCY, between(start, end))
                .flag(Field.STREAM, in.flag("stream"))
                .count(Field.STATUS, status(in))
                .flag(Field.REFUSED, refused(in));
        userAgent(in, caller.forgiving(), draft);
        if (isCounted(in)) {
            draft.count(Field.INPUT_TOKENS, in.count("prompt_tokens"))
                    .count(Field.OUTPUT_TOKENS, in.count("completion_tokens"));
        }
        JsonNode asked = row.has(ROW_ID) ? JsonText.unfold(in.raw("messages")) : in.raw("messages");
        if (asked.isObject()) {
            // What the proxy only passes through is logged as the whole request.
            ModelBody.request(in.over(asked, "messages"), draft);
        } else {
            Conversation.read(in.forgiving(), "messages", draft);
        }
        OpenAiBody.parameters(in.maybe("model_parameters"), draft);
        ModelBody.request(row.embedded("proxy_server_request"), draft.settled());
        FieldReader answered = in.embedded("response");
        ModelBody.response(answered, draft);
        ModelBody.logged(answered, "response", draft.settled());
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
                Field.ENDPOINT,
                Field.MODEL,
                Field.STATUS,
                Field.LATENCY));
    }

    /** The proxy writes keys that its administrator made for others, and named nobody for, to one and the same user. */
    private static boolean isSomebody(String user) {
        return !user.equals("default_user_id");
    }

    /** Zeros say that nobody counted, unless the call failed. */
    private static boolean isCounted(FieldReader in) {
        return in.countIfSane("total_tokens").orElse(1) > 0
                || in.raw("status").asText().equals("failure");
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
        for (JsonNode tag : JsonText.unfold(in.raw("request_tags"))) {
            if (tag.isTextual() && tag.textValue().startsWith(USER_AGENT_TAG)) {
                tagged = Optional.of(tag.textValue().substring(USER_AGENT_TAG.length()));
            }
        }
        draft.text(Field.USER_AGENT, tagged);
    }
}
