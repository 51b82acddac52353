// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.auditor.intake.Decoding.Decoded;
import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.auditor.intake.Decoding.Rejected;
import dev.stillwatch.auditor.intake.UsageRecord.Message;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A usage record while its decoder fills it in. What is put first stays: decoders list the places of a field from the
 * most to the least trustworthy. An absent value leaves the field absent.
 */
final class Draft {
    private static final int FIELDS = Field.values().length;
    private static final String REDACTED = "redacted-by-litellm";

    private final FieldReader in;
    private final String[] texts = new String[FIELDS];
    private final long[] numbers = new long[FIELDS];
    private final List<Message> messages = new ArrayList<>(4);
    private final StringBuilder system = new StringBuilder();
    private final StringBuilder output = new StringBuilder();
    private FieldSet present = FieldSet.NONE;
    private FieldSet settled = FieldSet.NONE;
    private Optional<Instant> time = Optional.empty();
    private Optional<String> account = Optional.empty();
    private Optional<String> correlation = Optional.empty();
    private List<String> biased = List.of();
    private double temperature;
    private int part;
    private int topLogprobs;
    private String replayedTrace = "";
    private String issuedTrace = "";

    /** A draft of the record that the reader reads: its faults decide whether the draft becomes a record. */
    Draft(FieldReader in) {
        this.in = in;
        Arrays.fill(texts, "");
    }

    Draft time(Optional<Instant> value) {
        time = time.or(() -> value);
        return this;
    }

    Draft account(Optional<String> value) {
        account = account.or(() -> value);
        return this;
    }

    /** What the operator's source map says of the record, the object that its pointers start from. */
    Draft mapped(SourceMap sources, String format, JsonNode record) {
        sources.fields(format, record).forEach((field, value) -> {
            if (field == Field.CREATED) {
                moment(field, EventTime.parse(value));
            } else {
                text(field, Optional.of(value));
            }
        });
        return account(sources.account(format, record)).flag(Field.LIMITED, sources.limited(format, record));
    }

    /** This record is one part of several. */
    Draft part(Optional<String> correlationId, int place) {
        correlation = correlationId;
        part = place;
        return this;
    }

    Draft text(Field field, Optional<String> value) {
        if (value.isPresent() && !present.has(field)) {
            texts[field.ordinal()] = value.get();
            present = present.with(field);
        }
        return this;
    }

    Draft count(Field field, OptionalLong value) {
        if (value.isPresent() && !present.has(field)) {
            numbers[field.ordinal()] = value.getAsLong();
            present = present.with(field);
        }
        return this;
    }

    /** Adds to a count that is already there: for formats that keep a part outside the whole. */
    Draft add(Field field, OptionalLong value) {
        if (value.isPresent() && present.has(field)) {
            numbers[field.ordinal()] += value.getAsLong();
        }
        return this;
    }

    Draft flag(Field field, Optional<Boolean> value) {
        return count(field, value.map(v -> OptionalLong.of(v ? 1 : 0)).orElse(OptionalLong.empty()));
    }

    Draft moment(Field field, Optional<Instant> value) {
        return count(field, value.map(v -> OptionalLong.of(v.toEpochMilli())).orElse(OptionalLong.empty()));
    }

    Draft temperature(OptionalDouble value) {
        if (value.isPresent() && !present.has(Field.TEMPERATURE)) {
            temperature = value.getAsDouble();
            present = present.with(Field.TEMPERATURE);
        }
        return this;
    }

    Draft topLogprobs(OptionalLong value) {
        topLogprobs = clamp(value.orElse(topLogprobs));
        return this;
    }

    /** The tokens of a logit bias. */
    Draft bias(Optional<List<String>> tokens) {
        if (tokens.isPresent() && !present.has(Field.LOGIT_BIAS)) {
            biased = tokens.get();
            present = present.with(Field.LOGIT_BIAS);
        }
        return this;
    }

    /** What has been said so far stands: where the same bodies are logged again, text is read that was still absent. */
    Draft settled() {
        settled = present;
        return this;
    }

    /** An opaque reasoning token that came in with the request. */
    Draft replayedTrace(Optional<String> signature) {
        replayedTrace = trace(signature, replayedTrace);
        return this;
    }

    /** An opaque reasoning token that went out with the answer. */
    Draft issuedTrace(Optional<String> signature) {
        issuedTrace = trace(signature, issuedTrace);
        return this;
    }

    private String trace(Optional<String> signature, String before) {
        present = signature.isPresent() ? present.with(Field.TRACE_SIGNATURE) : present;
        return signature.orElse(before);
    }

    Draft system(String text) {
        append(system, text, Field.SYSTEM_TEXT);
        return this;
    }

    Draft message(String role, String logged) {
        if (settled.has(Field.PROMPT_TEXT)) {
            return this;
        }
        // What a redacting log writes in place of every prompt would make all accounts look alike.
        String text = logged.equals(REDACTED) ? "" : logged;
        messages.add(new Message(role, text));
        if (!text.isEmpty()) {
            present = present.with(Field.PROMPT_TEXT);
        }
        return this;
    }

    /** One more answer; several stand on lines of their own. */
    Draft output(String text) {
        append(output, text, Field.OUTPUT_TEXT);
        return this;
    }

    /** A piece of a streamed answer. */
    Draft outputPiece(String text) {
        if (!text.isEmpty() && !settled.has(Field.OUTPUT_TEXT)) {
            output.append(text);
            present = present.with(Field.OUTPUT_TEXT);
        }
        return this;
    }

    boolean has(Field field) {
        return present.has(field);
    }

    /** The record, or why it is none. The registry checks what is the same for all formats. */
    Decoding finish(String format) {
        if (time.isEmpty()) {
            in.faults().add(Reason.NO_TIME, "", "log the time of each request");
        }
        Optional<Rejected> fault = in.faults().first();
        return fault.isPresent() ? fault.get() : new Decoded(format, List.of(record(time.orElseThrow())));
    }

    private UsageRecord record(Instant when) {
        flag(Field.REFUSED, FinishReasons.refusal(text(Field.FINISH_REASON)));
        // A part greater than its whole: this log keeps the part outside it. Input is inclusive of cache here.
        include(Field.CACHED_TOKENS, Field.INPUT_TOKENS);
        include(Field.REASONING_TOKENS, Field.OUTPUT_TOKENS);
        if (!AccountAge.isUsable(number(Field.CREATED), when)) {
            present = present.minus(FieldSet.of(Field.CREATED));
            numbers[Field.CREATED.ordinal()] = 0;
        }
        return new UsageRecord(
                when,
                Optional.of(text(Field.ID)).filter(id -> !id.isEmpty()),
                account,
                correlation,
                part,
                present,
                caller(),
                request(),
                response());
    }

    private void include(Field partOf, Field whole) {
        if (present.has(whole) && number(partOf) > number(whole)) {
            numbers[whole.ordinal()] += number(partOf);
        }
    }

    private UsageRecord.Caller caller() {
        return new UsageRecord.Caller(
                text(Field.ORG),
                text(Field.PLAN),
                number(Field.CREATED),
                text(Field.PAYMENT),
                text(Field.EMAIL_DOMAIN),
                text(Field.CREDENTIAL),
                text(Field.NETWORK),
                number(Field.ASN),
                text(Field.USER_AGENT),
                text(Field.TLS),
                text(Field.SESSION),
                text(Field.PASSPORT));
    }

    private UsageRecord.Request request() {
        return new UsageRecord.Request(
                text(Field.ENDPOINT),
                text(Field.MODEL),
                system.toString(),
                List.copyOf(messages),
                temperature,
                clamp(number(Field.CHOICES)),
                clamp(number(Field.MAX_TOKENS)),
                number(Field.LOGPROBS) != 0,
                topLogprobs,
                List.copyOf(biased),
                number(Field.STREAM) != 0,
                clamp(number(Field.TOOLS)),
                number(Field.REASONING_EFFORT) != 0,
                replayedTrace);
    }

    private UsageRecord.Response response() {
        return new UsageRecord.Response(
                clamp(number(Field.STATUS)),
                text(Field.FINISH_REASON),
                output.toString(),
                number(Field.INPUT_TOKENS),
                number(Field.CACHED_TOKENS),
                number(Field.OUTPUT_TOKENS),
                number(Field.REASONING_TOKENS),
                number(Field.REFUSED) != 0,
                number(Field.LIMITED) != 0,
                issuedTrace,
                number(Field.LATENCY));
    }

    private void append(StringBuilder to, String text, Field field) {
        if (!text.isEmpty() && !text.equals(REDACTED) && !settled.has(field)) {
            if (to.length() > 0) {
                to.append('\n');
            }
            to.append(text);
            present = present.with(field);
        }
    }

    private String text(Field field) {
        return texts[field.ordinal()];
    }

    private long number(Field field) {
        return numbers[field.ordinal()];
    }

    private static int clamp(long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }
}
