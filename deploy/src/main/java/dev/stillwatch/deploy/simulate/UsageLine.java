// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;

/** Writes exchanges as native usage records, one a line. */
final class UsageLine implements AutoCloseable {
    private final JsonGenerator json;
    private final String canary;
    private final Draws tails;

    UsageLine(Writer out, String canary, Draws tails) throws IOException {
        this.json = new JsonFactory().createGenerator(out).setRootValueSeparator(null);
        this.canary = canary;
        this.tails = tails;
    }

    void write(Exchange exchange) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", Instant.ofEpochMilli(exchange.time()).toString());
        json.writeStringField("id", "req-" + exchange.id());
        who(exchange);
        text("session", exchange.session());
        json.writeStringField("endpoint", exchange.ask().endpoint());
        json.writeStringField("model", exchange.model());
        request(exchange);
        response(exchange);
        json.writeNumberField("latency_ms", exchange.latency());
        if (exchange.ask().passport()) {
            json.writeStringField(
                    "passport", Declarations.passport(exchange.account().id()));
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void who(Exchange exchange) throws IOException {
        Account account = exchange.account();
        json.writeObjectFieldStart("account");
        json.writeStringField("id", account.id());
        text("org", account.org());
        json.writeStringField("plan", account.plan());
        json.writeStringField("created", account.created().toString());
        json.writeStringField("payment", account.payment());
        json.writeStringField("email_domain", account.mail());
        json.writeEndObject();
        json.writeStringField("credential", exchange.credential());
        json.writeObjectFieldStart("client");
        json.writeStringField("ip", exchange.address());
        json.writeNumberField("asn", account.network());
        json.writeStringField("user_agent", exchange.agent());
        json.writeStringField("tls", exchange.print());
        json.writeEndObject();
    }

    private void request(Exchange exchange) throws IOException {
        Persona.Ask ask = exchange.ask();
        json.writeObjectFieldStart("request");
        if (!exchange.system().isEmpty()) {
            json.writeStringField("system", marked(exchange.system()));
        }
        json.writeArrayFieldStart("messages");
        List<String> turns = exchange.turns();
        for (int turn = 0; turn < turns.size(); turn++) {
            json.writeStartObject();
            json.writeStringField("role", (turns.size() - turn) % 2 == 1 ? "user" : "assistant");
            json.writeStringField("content", marked(turns.get(turn)));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("temperature", ask.temperature());
        json.writeNumberField("n", ask.choices());
        if (ask.maxTokens() > 0) {
            json.writeNumberField("max_tokens", ask.maxTokens());
        }
        json.writeBooleanField("logprobs", exchange.logprobs());
        if (exchange.logprobs()) {
            json.writeNumberField("top_logprobs", 5);
        }
        if (!exchange.biased().isEmpty()) {
            json.writeObjectFieldStart("logit_bias");
            for (int token : exchange.biased()) {
                json.writeNumberField(Integer.toString(token), 100);
            }
            json.writeEndObject();
        }
        json.writeBooleanField("stream", ask.stream());
        json.writeNumberField("tools", ask.tools());
        if (exchange.reasoning()) {
            json.writeStringField("reasoning", "high");
        }
        text("trace_signature", exchange.replayed());
        json.writeEndObject();
    }

    private void response(Exchange exchange) throws IOException {
        json.writeObjectFieldStart("response");
        json.writeNumberField("status", 200);
        boolean full = exchange.outputTokens() == exchange.ask().maxTokens();
        json.writeStringField("finish_reason", exchange.refused() ? "refusal" : full ? "length" : "stop");
        json.writeStringField("output", marked(exchange.output()));
        json.writeNumberField("input_tokens", exchange.inputTokens());
        json.writeNumberField("cached_tokens", exchange.cachedTokens());
        json.writeNumberField("output_tokens", exchange.outputTokens());
        json.writeNumberField("reasoning_tokens", exchange.reasoningTokens());
        json.writeBooleanField("refused", exchange.refused());
        text("trace_signature", exchange.signature());
        json.writeEndObject();
    }

    private void text(String field, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(field, value);
        }
    }

    private String marked(String text) {
        return canary.isEmpty() ? text : text + " " + canary + "-%016x".formatted(tails.bits());
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
