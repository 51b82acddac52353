// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Decoding undoes encoding, for records with any set of fields. */
class NativeRoundTripTest {
    private static final int RECORDS = 20_000;

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void shouldDecodeWhatWasEncoded() {
        for (int i = 0; i < RECORDS; i++) {
            UsageRecord record = record();
            assertThat(Intake.one(Intake.bytes(NativeEncoding.of(record).toString())))
                    .isEqualTo(record);
        }
    }

    @Test
    void aMomentInWhichNoAccountCanHaveBeenMadeIsAbsent() {
        for (String unknown : List.of(
                "0001-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999Z",
                "1970-01-01T00:00:00Z",
                "2026-11-23T01:02:03.457Z",
                "9999-12-31T23:59:59Z")) {
            UsageRecord record = Intake.one(Intake.bytes(madeAt(unknown)));
            assertThat(record.has(Field.CREATED)).as(unknown).isFalse();
            assertThat(record.caller().createdMillis()).as(unknown).isZero();
        }
        assertThat(Intake.one(Intake.bytes(madeAt("2026-11-23T01:02:03.456Z"))).has(Field.CREATED))
                .as("clocks may be a day apart")
                .isTrue();
    }

    private static String madeAt(String moment) {
        return new String(Intake.fixture("native/full.json"), StandardCharsets.UTF_8)
                .replace("2026-10-01T00:00:00Z", moment);
    }

    private UsageRecord record() {
        FieldSet present = FieldSet.NONE;
        for (Field field : Field.values()) {
            present = random.nextBoolean() ? present.with(field) : present;
        }
        FieldSet has = present;
        return new UsageRecord(
                Instant.ofEpochSecond(random.nextLong(1_600_000_000, 1_795_000_000), random.nextInt(1_000_000_000)),
                Optional.of(text(has, Field.ID)).filter(id -> !id.isEmpty()),
                Optional.of("acct-" + random.nextInt(100)),
                Optional.empty(),
                0,
                has,
                caller(has),
                request(has),
                response(has));
    }

    private UsageRecord.Caller caller(FieldSet has) {
        return new UsageRecord.Caller(
                text(has, Field.ORG),
                text(has, Field.PLAN),
                has.has(Field.CREATED) ? random.nextLong(1, 1_600_000_000_000L) : 0,
                text(has, Field.PAYMENT),
                text(has, Field.EMAIL_DOMAIN),
                text(has, Field.CREDENTIAL),
                text(has, Field.NETWORK),
                number(has, Field.ASN),
                text(has, Field.USER_AGENT),
                text(has, Field.TLS),
                text(has, Field.SESSION),
                text(has, Field.PASSPORT));
    }

    private UsageRecord.Request request(FieldSet has) {
        List<UsageRecord.Message> messages = new ArrayList<>();
        List<String> biased = new ArrayList<>();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            if (has.has(Field.PROMPT_TEXT)) {
                messages.add(new UsageRecord.Message(random.nextBoolean() ? "user" : "assistant", text()));
            }
            if (has.has(Field.LOGIT_BIAS)) {
                biased.add(i + text());
            }
        }
        return new UsageRecord.Request(
                text(has, Field.ENDPOINT),
                text(has, Field.MODEL),
                text(has, Field.SYSTEM_TEXT),
                messages,
                has.has(Field.TEMPERATURE) ? random.nextDouble(2) : 0,
                number(has, Field.CHOICES),
                number(has, Field.MAX_TOKENS),
                flag(has, Field.LOGPROBS),
                number(has, Field.LOGPROBS),
                biased,
                flag(has, Field.STREAM),
                number(has, Field.TOOLS),
                flag(has, Field.REASONING_EFFORT),
                "");
    }

    private UsageRecord.Response response(FieldSet has) {
        int input = 1_000_000 + number(has, Field.CACHED_TOKENS);
        int output = 1_000_000 + number(has, Field.REASONING_TOKENS);
        return new UsageRecord.Response(
                number(has, Field.STATUS),
                text(has, Field.FINISH_REASON),
                text(has, Field.OUTPUT_TEXT),
                has.has(Field.INPUT_TOKENS) ? input : 0,
                number(has, Field.CACHED_TOKENS),
                has.has(Field.OUTPUT_TOKENS) ? output : 0,
                number(has, Field.REASONING_TOKENS),
                flag(has, Field.REFUSED),
                flag(has, Field.LIMITED),
                text(has, Field.TRACE_SIGNATURE),
                number(has, Field.LATENCY));
    }

    private String text(FieldSet has, Field field) {
        return has.has(field) ? text() : "";
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, 20); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> random.nextInt(0x4E00, 0x9FFF);
                        case 1 -> random.nextInt(0x1F300, 0x1F5FF);
                        default -> random.nextInt(' ', 0x7F);
                    });
        }
        return text.toString();
    }

    private int number(FieldSet has, Field field) {
        return has.has(field) ? random.nextInt(1_000_000) : 0;
    }

    private boolean flag(FieldSet has, Field field) {
        return has.has(field) && random.nextBoolean();
    }

    /** The native record of a usage record; absent fields are left out. */
    private static final class NativeEncoding {
        private final UsageRecord record;

        private NativeEncoding(UsageRecord record) {
            this.record = record;
        }

        static ObjectNode of(UsageRecord record) {
            return new NativeEncoding(record).encode();
        }

        private ObjectNode encode() {
            UsageRecord.Caller caller = record.caller();
            ObjectNode root = node();
            root.put("time", record.time().toString());
            put(root, Field.ID, "id", record.id().orElse(""));
            put(root, Field.CREDENTIAL, "credential", caller.credential());
            put(root, Field.SESSION, "session", caller.session());
            put(root, Field.ENDPOINT, "endpoint", record.request().endpoint());
            put(root, Field.MODEL, "model", record.request().model());
            put(root, Field.PASSPORT, "passport", caller.passport());
            put(root, Field.LATENCY, "latency_ms", record.response().latencyMillis());
            ObjectNode account = root.putObject("account");
            account.put("id", record.account().orElseThrow());
            put(account, Field.ORG, "org", caller.org());
            put(account, Field.PLAN, "plan", caller.plan());
            put(
                    account,
                    Field.CREATED,
                    "created",
                    Instant.ofEpochMilli(caller.createdMillis()).toString());
            put(account, Field.PAYMENT, "payment", caller.payment());
            put(account, Field.EMAIL_DOMAIN, "email_domain", caller.emailDomain());
            ObjectNode client = root.putObject("client");
            put(client, Field.NETWORK, "ip", caller.ip());
            put(client, Field.ASN, "asn", caller.asn());
            put(client, Field.USER_AGENT, "user_agent", caller.userAgent());
            put(client, Field.TLS, "tls", caller.tls());
            root.set("request", request(record.request()));
            root.set("response", response(record.response()));
            return root;
        }

        private ObjectNode request(UsageRecord.Request request) {
            ObjectNode node = node();
            put(node, Field.SYSTEM_TEXT, "system", request.system());
            var messages = node.putArray("messages");
            request.messages()
                    .forEach(m -> messages.addObject().put("role", m.role()).put("content", m.content()));
            if (record.has(Field.TEMPERATURE)) {
                node.put("temperature", request.temperature());
            }
            put(node, Field.CHOICES, "n", request.choices());
            put(node, Field.MAX_TOKENS, "max_tokens", request.maxTokens());
            put(node, Field.LOGPROBS, "logprobs", request.logprobs());
            put(node, Field.LOGPROBS, "top_logprobs", request.topLogprobs());
            if (record.has(Field.LOGIT_BIAS)) {
                ObjectNode bias = node.putObject("logit_bias");
                request.biasedTokens().forEach(token -> bias.put(token, -100));
            }
            put(node, Field.STREAM, "stream", request.stream());
            put(node, Field.TOOLS, "tools", request.tools());
            put(node, Field.REASONING_EFFORT, "reasoning", request.reasoning());
            return node;
        }

        private ObjectNode response(UsageRecord.Response response) {
            ObjectNode node = node();
            put(node, Field.STATUS, "status", response.status());
            put(node, Field.FINISH_REASON, "finish_reason", response.finishReason());
            put(node, Field.OUTPUT_TEXT, "output", response.output());
            put(node, Field.INPUT_TOKENS, "input_tokens", response.inputTokens());
            put(node, Field.CACHED_TOKENS, "cached_tokens", response.cachedTokens());
            put(node, Field.OUTPUT_TOKENS, "output_tokens", response.outputTokens());
            put(node, Field.REASONING_TOKENS, "reasoning_tokens", response.reasoningTokens());
            put(node, Field.REFUSED, "refused", response.refused());
            put(node, Field.LIMITED, "limited", response.limited());
            put(node, Field.TRACE_SIGNATURE, "trace_signature", response.traceSignature());
            return node;
        }

        private void put(ObjectNode node, Field field, String name, String value) {
            if (record.has(field)) {
                node.put(name, value);
            }
        }

        private void put(ObjectNode node, Field field, String name, long value) {
            if (record.has(field)) {
                node.put(name, value);
            }
        }

        private void put(ObjectNode node, Field field, String name, boolean value) {
            if (record.has(field)) {
                node.put(name, value);
            }
        }

        private static ObjectNode node() {
            return JsonNodeFactory.instance.objectNode();
        }
    }
}
