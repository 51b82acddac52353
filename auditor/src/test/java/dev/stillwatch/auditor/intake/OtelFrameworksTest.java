// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.intake.Decoding.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans of frameworks around the calls of models. In texts single quotes stand for double ones. */
class OtelFrameworksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "invoke_swarm",
                "invoke_agent",
                "execute_tool",
                "execute_event_loop_cycle",
                "create_agent",
                "create_thread",
                "framework",
                "retrieval"
            })
    void shouldPassOverWhatRunsAroundACall(String operation) {
        assertThat(Intake.rejected(spans(span(
                                "s1",
                                "",
                                text("gen_ai.operation.name", operation) + "," + text("gen_ai.request.model", "m")
                                        + ",{'key':'gen_ai.usage.input_tokens','value':{'intValue':'900'}}")))
                        .reason())
                .isEqualTo(Reason.NOT_USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "text_completion", "generate_content", "embeddings"})
    void shouldTakeACallWhoseModelIsNotNamed(String operation) {
        assertThat(Intake.one(spans(span("s1", "", text("gen_ai.operation.name", operation))))
                        .account())
                .contains("acct-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gen_ai.request.model", "gen_ai.response.model"})
    void shouldTakeASpanWithoutAnOperationThatNamesAModel(String name) {
        assertThat(Intake.one(spans(span("s1", "", text(name, "m")))).request().model())
                .isEqualTo("m");
    }

    @Test
    void shouldTakeAnOperationOfAnotherNameOnlyWithAModel() {
        String rerank = text("gen_ai.operation.name", "rerank");

        assertThat(Intake.one(spans(span("s1", "", rerank + "," + text("gen_ai.request.model", "m"))))
                        .request()
                        .endpoint())
                .isEqualTo("rerank");
        assertThat(Intake.rejected(spans(span("s1", "", rerank))).reason()).isEqualTo(Reason.NOT_USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "none"})
    void shouldNotCountTheSumOfTheCallsBelowAnAgent(String model) {
        assertThat(Intake.rejected(spans(span(
                                "s1",
                                "",
                                text("gen_ai.response.model", model) + "," + text("agent_name", "a")
                                        + ",{'key':'gen_ai.usage.input_tokens','value':{'intValue':'900'}}")))
                        .reason())
                .isEqualTo(Reason.NOT_USAGE);
    }

    @Test
    void shouldCountTheCallOfAnAgentKitAndTheSpanBelowItOnce() {
        String call = text("gen_ai.system", "gcp.vertex.agent") + "," + text("gen_ai.request.model", "m");
        String below = text("gen_ai.operation.name", "generate_content") + "," + text("gen_ai.request.model", "m");

        for (List<String> order : List.of(
                List.of(span("s1", "", call), span("s2", "s1", below)),
                List.of(span("s2", "s1", below), span("s1", "", call)))) {
            assertThat(Intake.one(spans(String.join(",", order))).id()).contains("t-s2");
        }
        assertThat(Intake.one(spans(span("s1", "", call))).id()).contains("t-s1");
        assertThat(Intake.decoded(spans(span("s1", "", call) + "," + span("s2", "s0", below)), SourceMap.EMPTY)
                        .records())
                .hasSize(2);
    }

    private static byte[] spans(String spans) {
        return json("{'resourceSpans':[{'scopeSpans':[{'spans':[" + spans + "]}]}]}");
    }

    private static String span(String id, String parent, String attributes) {
        return "{'traceId':'t','spanId':'" + id + "','parentSpanId':'" + parent
                + "','startTimeUnixNano':'1795309323456000000','attributes':[" + text("user.id", "acct-1") + ","
                + attributes + "]}";
    }

    private static String text(String key, String value) {
        return "{'key':'" + key + "','value':{'stringValue':'" + value + "'}}";
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
