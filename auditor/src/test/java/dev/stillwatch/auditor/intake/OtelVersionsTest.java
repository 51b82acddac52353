// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Field;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What instrumentations of several versions of the GenAI conventions write. */
class OtelVersionsTest {
    private static final String CALL = text("user.id", "acct-1") + "," + text("gen_ai.operation.name", "chat") + ","
            + text("gen_ai.request.model", "m");

    @Test
    void shouldReadTextThatStandsInNumberedAttributes() {
        UsageRecord record = span(
                CALL + "," + text("gen_ai.prompt.0.role", "system") + "," + text("gen_ai.prompt.0.content", "Briefly.")
                        + "," + text("gen_ai.prompt.1.role", "user") + ","
                        + text("gen_ai.prompt.1.content", "What is a still?") + ","
                        + text("gen_ai.completion.0.role", "assistant") + ","
                        + text("gen_ai.completion.0.content", "A vessel.") + ","
                        + text("gen_ai.completion.0.finish_reason", "stop") + ","
                        + count("gen_ai.usage.cache_read_input_tokens", 10) + ","
                        + count("gen_ai.usage.prompt_tokens", 210),
                "");

        assertThat(record.request().system()).isEqualTo("Briefly.");
        assertThat(Turns.of(record.request().messages())).containsExactly("What is a still?");
        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().finishReason()).isEqualTo("stop");
        assertThat(record.response().cachedTokens()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "gen_ai.system.message;content;Briefly. | gen_ai.user.message;content;What is a still?"
                        + " | gen_ai.choice;message;{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"A vessel.\\\"}",
                "gen_ai.client.inference.operation.details;gen_ai.system_instructions;"
                        + "[{\\\"type\\\":\\\"text\\\",\\\"content\\\":\\\"Briefly.\\\"}]"
                        + " | gen_ai.client.inference.operation.details;gen_ai.input.messages;"
                        + "[{\\\"role\\\":\\\"user\\\",\\\"parts\\\":[{\\\"type\\\":\\\"text\\\",\\\"content\\\":\\\"What is a still?\\\"}]}]"
                        + " | gen_ai.client.inference.operation.details;gen_ai.output.messages;"
                        + "[{\\\"role\\\":\\\"assistant\\\",\\\"parts\\\":[{\\\"type\\\":\\\"text\\\",\\\"content\\\":\\\"A vessel.\\\"}]}]",
                "gen_ai.content.prompt;gen_ai.prompt;[{\\\"role\\\":\\\"system\\\",\\\"content\\\":\\\"Briefly.\\\"},"
                        + "{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"What is a still?\\\"}]"
                        + " | other;x;y | gen_ai.content.completion;gen_ai.completion;"
                        + "[{\\\"role\\\":\\\"assistant\\\",\\\"content\\\":\\\"A vessel.\\\"}]"
            })
    void shouldReadTextThatStandsInTheEventsOfASpan(String first, String second, String third) {
        UsageRecord record = span(CALL, event(first) + "," + event(second) + "," + event(third));

        assertThat(record.request().system()).isEqualTo("Briefly.");
        assertThat(Turns.of(record.request().messages())).containsExactly("What is a still?");
        assertThat(record.response().output()).isEqualTo("A vessel.");
    }

    @Test
    void shouldReadEachTextOnceWhereItStandsInAttributesAndEvents() {
        UsageRecord record = span(
                CALL + ","
                        + text(
                                "gen_ai.input.messages",
                                "[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"What is a still?\\\"}]")
                        + "," + text("gen_ai.prompt.0.content", "What is a still?"),
                event("gen_ai.user.message;content;What is a still?"));

        assertThat(record.request().messages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gen_ai.system.message", "gen_ai.user.message", "gen_ai.choice", "gen_ai.evaluation.result"})
    void shouldNotCountAnEventAboutACallAsACall(String name) {
        String log = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":\"1795309323456000000\","
                + "\"eventName\":\"" + name + "\",\"body\":{\"stringValue\":\"hi\"},\"attributes\":["
                + text("user.id", "acct-1") + "," + text("gen_ai.system", "openai") + ","
                + text("gen_ai.response.id", "resp-1") + "]}]}]}]}";

        assertThat(Intake.rejected(Intake.bytes(log)).reason()).isEqualTo(Decoding.Reason.NOT_USAGE);
    }

    @Test
    void shouldReadTheReasonOfAnEndFromTheAnswerItself() {
        UsageRecord record = span(
                CALL + ","
                        + text(
                                "gen_ai.output.messages",
                                "[{\\\"role\\\":\\\"assistant\\\",\\\"parts\\\":[{\\\"type\\\":\\\"text\\\",\\\"content\\\":\\\"A vessel.\\\"}],"
                                        + "\\\"finish_reason\\\":\\\"content_filter\\\"}]"),
                "");

        assertThat(record.response().finishReason()).isEqualTo("content_filter");
        assertThat(record.response().refused()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\\\"vessel\\\":1}", "[1]", "{ cut", "A vessel."})
    void shouldReadAnAnswerThatLooksLikeJsonAsTheTextThatItIs(String answer) {
        String said = answer.replace("\\", "");

        assertThat(span(CALL + "," + text("gen_ai.completion", answer), "")
                        .response()
                        .output())
                .isEqualTo(said);
        assertThat(span(CALL + "," + text("gen_ai.completion.0.content", answer), "")
                        .response()
                        .output())
                .isEqualTo(said);
    }

    @Test
    void shouldReadInstructionsThatLookLikeJsonAsTheTextThatTheyAre() {
        assertThat(span(CALL + "," + text("gen_ai.system_instructions", "[Role] Briefly."), "")
                        .request()
                        .system())
                .isEqualTo("[Role] Briefly.");
    }

    @Test
    void shouldTakeATimeOfZeroForUnknown() {
        String log = "{\"timeUnixNano\":\"0\",\"observedTimeUnixNano\":\"1795309323456000000\",\"attributes\":[" + CALL
                + "]}";

        assertThat(Intake.one(Intake.bytes(log)).time()).isEqualTo(Instant.parse("2026-11-22T01:02:03.456Z"));
    }

    @Test
    void shouldSayWhereThePathOfAnAccountStarts() {
        String log =
                "{\"timeUnixNano\":\"1795309323456000000\",\"attributes\":[" + text("gen_ai.request.model", "m") + "]}";

        assertThat(Intake.rejected(Intake.bytes(log)).remedy())
                .contains("format: otel")
                .contains("/attributes/")
                .contains("/resource/");
    }

    @Test
    void shouldTakeTheDashesOfAProxysAccessLogForAbsent() {
        String log = "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"timeUnixNano\":\"1795309323456000000\","
                + "\"attributes\":[" + text("gen_ai.request.model", "m") + ","
                + text("gen_ai.usage.input_tokens", "210")
                + "," + text("gen_ai.usage.output_tokens", "-") + "," + text("x-tenant", "%s") + "]}]}]}]}";
        SourceMap tenant = Intake.account("otel", "/attributes/x-tenant");
        UsageRecord record = Intake.one(Intake.bytes(log.replace("%s", "acct-1")), tenant);

        assertThat(record.response().inputTokens()).isEqualTo(210);
        assertThat(record.has(Field.OUTPUT_TOKENS)).isFalse();
        assertThat(Intake.decode(Intake.bytes(log.replace("%s", "-")), tenant))
                .isInstanceOfSatisfying(
                        Decoding.Rejected.class, r -> assertThat(r.reason()).isEqualTo(Decoding.Reason.NO_ACCOUNT));
    }

    @Test
    void shouldKeepACallWithOddParameters() {
        for (String odd : List.of(
                count("gen_ai.request.max_tokens", -1),
                text("gen_ai.request.temperature", "hot"),
                text("gen_ai.request.stream", "maybe"),
                count("gen_ai.request.choice.count", -3))) {
            assertThat(span(CALL + "," + odd, "").request().model()).isEqualTo("m");
        }
    }

    private static UsageRecord span(String attributes, String events) {
        return Intake.one(
                Intake.bytes("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"t\",\"spanId\":\"s\","
                        + "\"startTimeUnixNano\":\"1795309323456000000\",\"attributes\":[" + attributes
                        + "],\"events\":["
                        + events + "]}]}]}]}"));
    }

    private static String event(String written) {
        String[] parts = written.strip().split(";", 3);
        return "{\"name\":\"" + parts[0] + "\",\"attributes\":[" + text(parts[1], parts[2]) + "]}";
    }

    private static String text(String key, String value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }

    private static String count(String key, long value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"intValue\":\"" + value + "\"}}";
    }
}
