// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.policy.SourceMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are log records beside the span of their call. In texts single quotes stand for double ones. */
class OtelMessagesTest {
    private static final SourceMap JOINED = SourceMap.of(
            List.of(new SourceMapping("otel", "", Optional.of(SourceMapping.Join.DEFAULT), List.of(), Map.of())));
    private static final String SYSTEM = pair("content", "Briefly.");
    private static final String USER = pair("content", "What is a still?");
    private static final String CHOICE = "{'key':'index','value':{'intValue':0}}," + pair("finish_reason", "stop")
            + ",{'key':'message','value':{'kvlistValue':{'values':[" + pair("role", "assistant") + ","
            + pair("content", "A vessel.") + "]}}}";

    @Test
    void shouldMakeOnePartOfTheMessagesOfACall() {
        UsageRecord part = one(logs(
                message("c1", "gen_ai.system.message", SYSTEM),
                message("c1", "gen_ai.user.message", USER),
                message("c1", "gen_ai.choice", CHOICE)));

        assertThat(part.correlation()).contains("t-c1");
        assertThat(part.request().system()).isEqualTo("Briefly.");
        assertThat(Turns.of(part.request().messages())).containsExactly("What is a still?");
        assertThat(part.response().output()).isEqualTo("A vessel.");
        assertThat(part.response().finishReason()).isEqualTo("stop");
        assertThat(part.has(Field.OUTPUT_TOKENS)).isFalse();
    }

    @Test
    void shouldJoinThemToTheSpanThatHasTheRest() {
        UsageRecord span = one(span("c1", ""));
        UsageRecord messages = one(logs(message("c1", "gen_ai.user.message", USER)));

        assertThat(span.correlation()).isEqualTo(messages.correlation());
        assertThat(span.part()).isLessThan(messages.part());
        assertThat(span.account()).contains("acct-1");
        assertThat(messages.account()).isEmpty();
        assertThat(span.response().outputTokens()).isEqualTo(12);
    }

    @Test
    void shouldLetNoSpanWaitThatHasItsText() {
        assertThat(one(span("c1", "," + pair("gen_ai.prompt.0.content", "What is a still?")))
                        .correlation())
                .isEmpty();
    }

    @Test
    void shouldKeepTheMessagesOfSeveralCallsApart() {
        Decoding.Decoded decoded = (Decoding.Decoded) Intake.decode(
                json(logs(
                        message("c1", "gen_ai.user.message", USER),
                        message("c2", "gen_ai.user.message", pair("content", "And a worm?")),
                        message("c1", "gen_ai.choice", CHOICE))),
                JOINED);

        assertThat(decoded.records())
                .extracting(r -> r.correlation().orElse(""))
                .containsExactly("t-c1", "t-c2");
        assertThat(decoded.records()).extracting(r -> r.response().output()).containsExactly("A vessel.", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\\'content\\':\\'What is a still?\\'}", "What is a still?"})
    void shouldReadABodyThatIsText(String body) {
        UsageRecord part =
                one(logs(record("c1", "'eventName':'gen_ai.user.message','body':{'stringValue':'" + body + "'}", "")));

        assertThat(Turns.of(part.request().messages())).containsExactly("What is a still?");
    }

    @Test
    void shouldTellAMessageByTheNameThatOlderExportersWriteAmongItsAttributes() {
        UsageRecord part = one(logs(record(
                "c1", "'body':{'kvlistValue':{'values':[" + USER + "]}}", pair("event.name", "gen_ai.user.message"))));

        assertThat(part.has(Field.PROMPT_TEXT)).isTrue();
    }

    @Test
    void shouldSayHowToAskForTheJoin() {
        Decoding.Rejected rejected = Intake.rejected(json(logs(message("c1", "gen_ai.user.message", USER))));

        assertThat(rejected.reason()).isEqualTo(Reason.NOT_USAGE);
        assertThat(rejected.remedy()).contains("{format: otel, join: {}}");
        assertThat(Intake.one(json(span("c1", ""))).correlation()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000000000000000", "-", ""})
    void shouldNotTakeWhatStandsForNoSpanForItsName(String none) {
        String log = logs(record(none, "'eventName':'x'", CALL));

        assertThat(Intake.one(json(log), JOINED).correlation()).isEmpty();
        assertThat(Intake.one(json(log)).id()).isEmpty();
    }

    @Test
    void shouldMakeTheEventWithTheMessagesOfACallOnePartAndItsSpanTheOther() {
        UsageRecord span = one(span("c1", "," + pair("gen_ai.response.id", "r-1")));
        UsageRecord event = one(logs(details("c1", "," + pair("gen_ai.response.id", "r-1") + ASKED)));

        assertThat(event.correlation()).isEqualTo(span.correlation()).contains("t-c1");
        assertThat(event.id()).isEqualTo(span.id()).contains("r-1");
        assertThat(event.part()).isGreaterThan(span.part());
        assertThat(Turns.of(event.request().messages())).containsExactly("What is a still?");
    }

    @Test
    void shouldNameTheCallerInTheEventForACallWhoseSpanNeverComes() {
        assertThat(one(logs(details("c1", ASKED))).account()).contains("acct-1");
    }

    @Test
    void shouldTakeAnEventOfACallWholeWithoutAJoin() {
        UsageRecord event = Intake.one(json(logs(details("c1", ASKED))));

        assertThat(event.correlation()).isEmpty();
        assertThat(event.id()).contains("t-c1");
        assertThat(event.has(Field.PROMPT_TEXT)).isTrue();
    }

    private static final String ASKED =
            ",{'key':'gen_ai.input.messages','value':{'arrayValue':{'values':[{'kvlistValue':" + "{'values':["
                    + pair("role", "user") + "," + pair("content", "What is a still?") + "]}}]}}}";

    private static String details(String id, String more) {
        return record(id, "'eventName':'gen_ai.client.inference.operation.details'", CALL + more);
    }

    private static final String CALL = pair("user.id", "acct-1") + "," + pair("gen_ai.operation.name", "chat")
            + ",{'key':'gen_ai.usage.output_tokens','value':{'intValue':'12'}}";

    private static String span(String id, String more) {
        return "{'resourceSpans':[{'scopeSpans':[{'spans':[{'traceId':'t','spanId':'" + id
                + "','startTimeUnixNano':'1795309323456000000','attributes':[" + CALL + more + "]}]}]}]}";
    }

    private static String logs(String... records) {
        return "{'resourceLogs':[{'scopeLogs':[{'logRecords':[" + String.join(",", records) + "]}]}]}";
    }

    private static String message(String id, String name, String fields) {
        return record(
                id,
                "'eventName':'" + name + "','body':{'kvlistValue':{'values':[" + fields + "]}}",
                pair("gen_ai.system", "openai"));
    }

    private static String record(String id, String what, String attributes) {
        return "{'traceId':'t','spanId':'" + id + "','timeUnixNano':'1795309323456000000'," + what + ",'attributes':["
                + attributes + "]}";
    }

    private static String pair(String key, String value) {
        return "{'key':'" + key + "','value':{'stringValue':'" + value + "'}}";
    }

    private static UsageRecord one(String record) {
        return Intake.one(json(record), JOINED);
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
