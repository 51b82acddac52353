// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bodies of the model makers that Bedrock hosts. */
class BedrockModelsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'prompt':'What is a still?','max_tokens_to_sample':300} | {'completion':'A vessel.','stop_reason':'end'}",
                "{'prompt':'What is a still?','max_tokens':300} | {'outputs':[{'text':'A vessel.','stop_reason':'end'}]}",
                "{'prompt':'What is a still?','max_tokens':300} | {'generations':[{'text':'A vessel.','finish_reason':'end'}]}",
                "{'message':'What is a still?','max_tokens':300} | {'text':'A vessel.','finish_reason':'end'}",
                "{'prompt':'What is a still?','max_gen_len':300} | {'generation':'A vessel.','stop_reason':'end'}",
                "{'prompt':'What is a still?','max_tokens':300} | {'choices':[{'text':'A vessel.','stop_reason':'end'}]}",
                "{'messages':[{'role':'user','content':'What is a still?'}],'max_completion_tokens':300} |"
                        + " {'choices':[{'message':{'content':'A vessel.'},'finish_reason':'end'}]}",
                "{'messages':[{'role':'user','content':[{'text':'What is a still?'}]}],"
                        + "'inferenceConfig':{'max_new_tokens':300}} |"
                        + " {'output':{'message':{'content':[{'text':'A vessel.'}]}},'stopReason':'end'}"
            })
    void shouldReadWhatWasAskedAndAnswered(String input, String output) {
        UsageRecord record = record(input, output);

        assertThat(Turns.of(record.request().messages())).containsExactly("What is a still?");
        assertThat(record.request().maxTokens()).isEqualTo(300);
        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().finishReason()).isEqualTo("end");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'completion':'A '},{'completion':'vessel.','stop_reason':'end'}]",
                "[{'outputs':[{'text':'A '}]},{'outputs':[{'text':'vessel.','stop_reason':'end'}]}]",
                "[{'text':'A '},{'text':'vessel.','is_finished':true,'finish_reason':'end'}]",
                "[{'choices':[{'delta':{'content':'A '}}]},{'choices':[{'delta':{'content':'vessel.'},'finish_reason':'end'}]}]",
                "[{'generation':'A '},{'generation':'vessel.','stop_reason':'end'}]",
                "[{'outputText':'A '},{'outputText':'vessel.','completionReason':'end'}]",
                "[{'contentBlockDelta':{'delta':{'text':'A '}}},{'contentBlockDelta':{'delta':{'text':'vessel.'}}},"
                        + "{'messageStop':{'stopReason':'end'}}]"
            })
    void shouldReadAStream(String output) {
        UsageRecord record = record("{'prompt':'What is a still?'}", output);

        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().finishReason()).isEqualTo("end");
    }

    @Test
    void shouldReadWhatIsHandedToTheGuardrailToo() {
        UsageRecord record = record(
                "{'system':[{'guardContent':{'text':{'text':'Answer briefly.'}}}],'messages':[{'role':'user','content':["
                        + "{'guardContent':{'text':{'text':'What is a still?','qualifiers':['query']}}}]}]}",
                "{'output':{'message':{'content':[{'text':'A vessel.'}]}}}");

        assertThat(Turns.of(record.request().messages())).containsExactly("What is a still?");
        assertThat(record.request().system()).isEqualTo("Answer briefly.");
    }

    @Test
    void shouldReadTheSignatureOfAStreamOfConverse() {
        UsageRecord record = record(
                "{'messages':[]}",
                "[{'contentBlockDelta':{'delta':{'reasoningContent':{'text':'hm'}}}},"
                        + "{'contentBlockDelta':{'delta':{'reasoningContent':{'signature':'sig-1'}}}}]");

        assertThat(record.response().traceSignature()).isEqualTo("sig-1");
        assertThat(record.response().output()).isEmpty();
    }

    @Test
    void shouldReadTheLatencyThatAStreamEndsWith() {
        assertThat(record(
                                "{'prompt':'p'}",
                                "[{'type':'message_stop','amazon-bedrock-invocationMetrics':{'inputTokenCount':3,"
                                        + "'outputTokenCount':4,'invocationLatency':1830,'firstByteLatency':9}}]")
                        .response()
                        .latencyMillis())
                .isEqualTo(1_830);
    }

    @Test
    void shouldTakeAnInterventionOfTheGuardrailForARefusal() {
        assertThat(record("{'prompt':'p'}", "{'completion':'No.','amazon-bedrock-guardrailAction':'INTERVENED'}")
                        .response()
                        .refused())
                .isTrue();
        assertThat(record("{'prompt':'p'}", "{'completion':'Yes.','amazon-bedrock-guardrailAction':'NONE'}")
                        .response()
                        .refused())
                .isFalse();
    }

    private static UsageRecord record(String input, String output) {
        ObjectNode record = Intake.tree("bedrock/titan.json");
        record.remove("errorCode");
        ((ObjectNode) record.path("input")).set("inputBodyJson", Intake.value(input.replace('\'', '"')));
        ((ObjectNode) record.path("output")).set("outputBodyJson", Intake.value(output.replace('\'', '"')));
        return Intake.one(Intake.bytes(record.toString()));
    }
}
