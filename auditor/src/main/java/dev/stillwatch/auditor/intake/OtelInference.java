// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.policies.exchange.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One call of a model as a span or log record. The conventions define no caller: {@code user.id} and
 * {@code enduser.id} are taken where no source map says otherwise. A span and the event of the same call share their id
 * (the response's, else trace and span), so one of the two counts.
 */
final class OtelInference {
    /** Operations that call a model, whether or not the model is named. */
    private static final Set<String> CALLS = Set.of("chat", "text_completion", "generate_content", "embeddings");

    /** What frameworks do around calls; some of them name the model and repeat the tokens of the calls below. */
    private static final Pattern AROUND_CALLS = Pattern.compile("(invoke|execute|create)_.*|framework|retrieval");

    /** Without a span some exporters write zeros, and access logs dashes. */
    private static final Pattern NO_ID = Pattern.compile("0+|-");

    private static final Set<String> ABSENT = Set.of("-", "none");

    /** Places of a call's parts: what both carry, the span says better. */
    static final int CALL = 0;

    private static final int MESSAGES = 1;

    private final FieldReader item;
    private final FieldReader in;
    private final JsonNode resource;

    OtelInference(JsonNode item, JsonNode attributes, JsonNode resource) {
        // Proxies send their access logs as log records, with dashes for what is missing.
        this.item = FieldReader.of(item, Dialect.DASH_IS_ABSENT);
        this.in = this.item.over(attributes, "attributes");
        this.resource = resource;
    }

    /**
     * Whether the attributes are of a call of a model: events about one message or a judgement of an answer are none, nor
     * is what names tokens without a model, which sums up the calls below it.
     */
    static boolean isOne(JsonNode attributes) {
        String operation = attributes.path("gen_ai.operation.name").asText();
        return CALLS.contains(operation)
                || (!AROUND_CALLS.matcher(operation).matches()
                        && (names(attributes, "gen_ai.request.model") || names(attributes, "gen_ai.response.model")));
    }

    private static boolean names(JsonNode attributes, String name) {
        return FieldReader.textAt(attributes, name)
                .filter(model -> !ABSENT.contains(model))
                .isPresent();
    }

    /** The call; where messages are joined, one without text is a part that waits for them, and an event the other one. */
    Decoding decode(String format, SourceMap sources) {
        Draft draft = read(format, sources, item.raw("events"));
        if (sources.join(format).isPresent()) {
            if (OtelMessages.isDetails(item.node(), in.node())) {
                draft.part(callOf(item.node()), MESSAGES);
            } else if (!draft.has(Field.PROMPT_TEXT)) {
                draft.part(callOf(item.node()), CALL);
            }
        }
        return draft.finish(format);
    }

    /** A part of the call: what its log records say, each as an event of a span. */
    Decoding decodeMessages(String format, SourceMap sources, JsonNode events) {
        return read(format, sources, events).part(callOf(item.node()), MESSAGES).finish(format);
    }

    private Draft read(String format, SourceMap sources, JsonNode events) {
        Draft draft = new Draft(item).mapped(sources, format, view());
        caller(draft);
        timing(draft);
        request(draft);
        response(draft);
        OtelText.read(in, events, draft);
        return draft;
    }

    /** What a source map's pointer sees. */
    private ObjectNode view() {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.set("attributes", in.node());
        view.set("resource", resource);
        return view;
    }

    private void caller(Draft draft) {
        draft.account(in.text("user.id"))
                .account(in.text("enduser.id"))
                .text(Field.ID, in.text("gen_ai.response.id"))
                .text(Field.ID, callOf(item.node()))
                .text(Field.NETWORK, in.text("client.address"))
                .text(Field.USER_AGENT, in.text("user_agent.original"))
                .text(Field.SESSION, in.text("gen_ai.conversation.id"))
                .text(Field.SESSION, in.text("session.id"));
    }

    /** Trace and span id of a span or log record, which name its call. */
    static Optional<String> callOf(JsonNode item) {
        return inTrace(item, "spanId");
    }

    /** Whether a span may stand around that of the same call: Google's agent kit writes both, or the outer one alone. */
    static boolean isAround(JsonNode attributes) {
        return attributes.path("gen_ai.system").asText().equals("gcp.vertex.agent")
                && !attributes.has("gen_ai.operation.name");
    }

    /** The span that stands around a call of the kind that such a span is written around. */
    static Optional<String> parentOf(JsonNode item, JsonNode attributes) {
        return attributes.path("gen_ai.operation.name").asText().equals("generate_content")
                ? inTrace(item, "parentSpanId")
                : Optional.empty();
    }

    private static Optional<String> inTrace(JsonNode item, String name) {
        return idAt(item, "traceId").flatMap(trace -> idAt(item, name).map(span -> trace + "-" + span));
    }

    private static Optional<String> idAt(JsonNode item, String name) {
        return FieldReader.textAt(item, name).filter(id -> !NO_ID.matcher(id).matches());
    }

    private void timing(Draft draft) {
        Optional<Instant> start = item.time("startTimeUnixNano", EventTime.Unit.NANOS);
        Optional<Instant> end = item.time("endTimeUnixNano", EventTime.Unit.NANOS);
        draft.time(known(start))
                .time(known(item.time("timeUnixNano", EventTime.Unit.NANOS)))
                .time(item.time("observedTimeUnixNano", EventTime.Unit.NANOS));
        if (start.isPresent() && end.isPresent() && !end.get().isBefore(start.get())) {
            draft.count(
                    Field.LATENCY,
                    OptionalLong.of(Duration.between(start.get(), end.get()).toMillis()));
        }
    }

    /** The protocol writes 0 for a time that nobody knows. */
    private static Optional<Instant> known(Optional<Instant> time) {
        return time.filter(Instant.EPOCH::isBefore);
    }

    private void request(Draft draft) {
        // What callers wrote: an odd value must not hide a call.
        FieldReader asked = in.forgiving();
        draft.text(Field.ENDPOINT, Endpoint.of(in.text("gen_ai.operation.name")))
                .text(Field.MODEL, in.text("gen_ai.request.model"))
                .text(Field.MODEL, in.text("gen_ai.response.model"))
                .temperature(asked.number("gen_ai.request.temperature"))
                .count(Field.CHOICES, asked.count("gen_ai.request.choice.count"))
                .count(Field.MAX_TOKENS, asked.count("gen_ai.request.max_tokens"))
                .flag(Field.STREAM, asked.flag("gen_ai.request.stream"))
                .flag(Field.REASONING_EFFORT, effort(asked, "gen_ai.request.reasoning.level"))
                .flag(Field.REASONING_EFFORT, effort(asked, "gen_ai.request.reasoning_effort"));
    }

    private static Optional<Boolean> effort(FieldReader asked, String name) {
        return asked.text(name).map(Effort::asksForReasoning);
    }

    private void response(Draft draft) {
        JsonNode reasons = JsonText.unfold(in.raw("gen_ai.response.finish_reasons"));
        JsonNode reason = reasons.isArray() ? reasons.path(0) : reasons;
        draft.text(Field.FINISH_REASON, reason.isTextual() ? Optional.of(reason.textValue()) : Optional.empty())
                .count(Field.INPUT_TOKENS, in.count("gen_ai.usage.input_tokens"))
                .count(Field.INPUT_TOKENS, in.count("gen_ai.usage.prompt_tokens"))
                .count(Field.CACHED_TOKENS, in.count("gen_ai.usage.cache_read.input_tokens"))
                .count(Field.CACHED_TOKENS, in.count("gen_ai.usage.cache_read_input_tokens"))
                .count(Field.OUTPUT_TOKENS, in.count("gen_ai.usage.output_tokens"))
                .count(Field.OUTPUT_TOKENS, in.count("gen_ai.usage.completion_tokens"))
                .count(Field.REASONING_TOKENS, in.count("gen_ai.usage.reasoning.output_tokens"))
                .count(Field.REASONING_TOKENS, in.count("gen_ai.usage.reasoning_tokens"))
                .count(Field.STATUS, in.count("http.response.status_code"))
                .count(Field.STATUS, errorStatus());
    }

    /** Instrumentations write the HTTP status as the error's type when the provider answered with one. */
    private OptionalLong errorStatus() {
        String type = in.raw("error.type").asText();
        return type.matches("[1-5]\\d\\d") ? OptionalLong.of(Long.parseLong(type)) : OptionalLong.empty();
    }
}
