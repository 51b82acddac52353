// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where instrumentations outside the conventions put what was asked and answered. In texts single quotes stand for double ones. */
class OtelPlacesTest {
    @Test
    void shouldReadAChoiceThatHasItsContentInPlaceOfAMessage() {
        UsageRecord record = call(
                "",
                event(
                        "gen_ai.choice",
                        "{'key':'content','value':{'kvlistValue':{'values':[" + text("role", "model")
                                + ",{'key':'parts','value':{'arrayValue':{'values':[{'kvlistValue':{'values':["
                                + text("text", "A vessel.") + "]}}]}}}]}}}"));

        assertThat(record.response().output()).isEqualTo("A vessel.");
    }

    @Test
    void shouldReadEventsWhoseContentIsOneAttribute() {
        UsageRecord record = call(
                "",
                event(
                                "gen_ai.system.message",
                                text("gen_ai.event.content", "{\\'role\\':\\'system\\',\\'content\\':\\'Briefly.\\'}"))
                        + ","
                        + event("gen_ai.user.message", text("gen_ai.event.content", "{\\'content\\':\\'What?\\'}"))
                        + ","
                        + event(
                                "gen_ai.choice",
                                text(
                                        "gen_ai.event.content",
                                        "{\\'message\\':{\\'content\\':\\'A vessel.\\'},\\'finish_reason\\':\\'stop\\'}")));

        assertThat(record.request().system()).isEqualTo("Briefly.");
        assertThat(Turns.of(record.request().messages())).containsExactly("What?");
        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().finishReason()).isEqualTo("stop");
    }

    @Test
    void shouldReadAttributesOfAnSdkThatIsNoPartOfTheConventions() {
        UsageRecord record = call(
                ","
                        + text(
                                "ai.prompt.messages",
                                "[{\\'role\\':\\'user\\',\\'content\\':[{\\'type\\':\\'text\\',"
                                        + "\\'text\\':\\'What?\\'}]}]")
                        + "," + text("ai.response.text", "A vessel."),
                "");

        assertThat(Turns.of(record.request().messages())).containsExactly("What?");
        assertThat(record.response().output()).isEqualTo("A vessel.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[\\'content_filter\\']", "content-filter", "CONTENT-FILTER", "MODEL_ARMOR", "IMAGE_SAFETY"})
    void shouldKnowARefusalInEverySpelling(String reason) {
        assertThat(call("," + text("gen_ai.response.finish_reasons", reason), "")
                        .response()
                        .refused())
                .isTrue();
    }

    @Test
    void shouldReadTheFirstOfReasonsThatAreOneText() {
        assertThat(call("," + text("gen_ai.response.finish_reasons", "[\\'STOP\\']"), "")
                        .response()
                        .finishReason())
                .isEqualTo("STOP");
    }

    @Test
    void shouldTakeNoneForMissing() {
        UsageRecord record = call(
                "," + text("gen_ai.response.id", "none") + "," + text("gen_ai.response.finish_reasons", "none") + ","
                        + text("gen_ai.usage.output_tokens", "none"),
                "");

        assertThat(record.id()).contains("t-s");
        assertThat(record.has(Field.FINISH_REASON)).isFalse();
        assertThat(record.has(Field.OUTPUT_TOKENS)).isFalse();
    }

    @Test
    void shouldReadWhatAToolResponded() {
        UsageRecord record = call(
                ","
                        + text(
                                "gen_ai.input.messages",
                                "[{\\'role\\':\\'tool\\',\\'parts\\':[{\\'type\\':\\'tool_call_response\\',\\'response\\':\\'rain\\'}]}]"),
                "");

        assertThat(record.request().messages())
                .extracting(UsageRecord.Message::role)
                .containsExactly("tool");
        assertThat(record.request().messages())
                .extracting(UsageRecord.Message::content)
                .containsExactly("rain");
    }

    private static UsageRecord call(String attributes, String events) {
        return Intake.one(json("{'resourceSpans':[{'scopeSpans':[{'spans':[{'traceId':'t','spanId':'s',"
                + "'startTimeUnixNano':'1795309323456000000','attributes':[" + text("user.id", "acct-1") + ","
                + text("gen_ai.operation.name", "chat") + attributes + "],'events':[" + events + "]}]}]}]}"));
    }

    private static String event(String name, String attributes) {
        return "{'name':'" + name + "','attributes':[" + attributes + "]}";
    }

    private static String text(String key, String value) {
        return "{'key':'" + key + "','value':{'stringValue':'" + value + "'}}";
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
