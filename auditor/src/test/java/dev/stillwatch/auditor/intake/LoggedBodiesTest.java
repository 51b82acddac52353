// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.policies.exchange.Field;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests and answers that gateways log as they are, in the shapes of the APIs that they front, whole and streamed. */
class LoggedBodiesTest {
    @Test
    void shouldReadAnthropicsRequestAndAnswer() {
        UsageRecord record = apim(
                "{'model':'m','system':[{'type':'text','text':'Answer briefly.'}],'max_tokens':1024,"
                        + "'thinking':{'type':'enabled','budget_tokens':512},"
                        + "'messages':[{'role':'user','content':'What is a still?'}]}",
                "{'type':'message','model':'m','stop_reason':'refusal',"
                        + "'content':[{'type':'thinking','thinking':'t','signature':'s'},{'type':'text','text':'A vessel.'}],"
                        + "'usage':{'input_tokens':200,'cache_read_input_tokens':10,'cache_creation_input_tokens':5,"
                        + "'output_tokens':640}}");

        assertThat(record.request().system()).isEqualTo("Answer briefly.");
        assertThat(Turns.of(record.request().messages())).containsExactly("What is a still?");
        assertThat(record.request().reasoning()).isTrue();
        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().traceSignature()).isEqualTo("s");
        assertThat(record.response().finishReason()).isEqualTo("refusal");
        assertThat(record.response().refused()).isTrue();
        assertThat(record.response().inputTokens()).isEqualTo(215);
        assertThat(record.response().cachedTokens()).isEqualTo(10);
        assertThat(record.response().outputTokens()).isEqualTo(640);
    }

    @Test
    void shouldReadAnthropicsStream() {
        UsageRecord record = apim(
                "{'model':'m','stream':true,'messages':[{'role':'user','content':'What is a still?'}]}",
                "event: message_start\n"
                        + "data: {'type':'message_start','message':{'content':[],'usage':{'input_tokens':200,"
                        + "'cache_read_input_tokens':10,'cache_creation_input_tokens':0,'output_tokens':1}}}\n\n"
                        + "event: ping\ndata: {'type':'ping'}\n\n"
                        + "event: content_block_delta\n"
                        + "data: {'type':'content_block_delta','delta':{'type':'signature_delta','signature':'s'}}\n\n"
                        + "event: content_block_delta\n"
                        + "data: {'type':'content_block_delta','delta':{'type':'text_delta','text':'A '}}\n\n"
                        + "event: content_block_delta\n"
                        + "data: {'type':'content_block_delta','delta':{'type':'text_delta','text':'vessel.'}}\n\n"
                        + "event: message_delta\n"
                        + "data: {'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':{'output_tokens':640}}\n\n");

        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().traceSignature()).isEqualTo("s");
        assertThat(record.response().finishReason()).isEqualTo("end_turn");
        assertThat(record.response().inputTokens()).isEqualTo(210);
        assertThat(record.response().cachedTokens()).isEqualTo(10);
        assertThat(record.response().outputTokens()).isEqualTo(640);
    }

    @Test
    void shouldReadGeminisRequestAndAnswer() {
        UsageRecord record = apim(
                "{'systemInstruction':{'parts':[{'text':'Answer briefly.'}]},"
                        + "'contents':[{'role':'user','parts':[{'text':'What is a still?'}]}],"
                        + "'generationConfig':{'temperature':0.7,'maxOutputTokens':1024}}",
                "{'candidates':[{'content':{'role':'model','parts':[{'text':'A vessel.'}]},'finishReason':'STOP'}],"
                        + "'usageMetadata':{'promptTokenCount':210,'candidatesTokenCount':600,'thoughtsTokenCount':40}}");

        assertThat(record.request().system()).isEqualTo("Answer briefly.");
        assertThat(Turns.of(record.request().messages())).containsExactly("What is a still?");
        assertThat(record.request().temperature()).isEqualTo(0.7);
        assertThat(record.request().maxTokens()).isEqualTo(1_024);
        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().finishReason()).isEqualTo("STOP");
        assertThat(record.response().inputTokens()).isEqualTo(210);
        assertThat(record.response().outputTokens()).isEqualTo(640);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'thinkingConfig':{'thinkingBudget':0}, false",
                "'thinkingConfig':{'thinkingBudget':-1}, true",
                "'thinking_config':{'thinking_budget':512}, true",
                "'thinkingConfig':{'thinkingLevel':'HIGH'}, true",
            })
    void shouldReadWhetherGeminiWasAskedToThink(String config, boolean asked) {
        UsageRecord record = apim(
                "{'contents':[{'role':'user','parts':[{'text':'What?'}]}],'generationConfig':{" + config + "}}", "{}");

        assertThat(record.has(Field.REASONING_EFFORT)).isTrue();
        assertThat(record.request().reasoning()).isEqualTo(asked);
    }

    @Test
    void shouldReadGeminisStream() {
        UsageRecord record = apim(
                "{'contents':[{'role':'user','parts':[{'text':'What is a still?'}]}]}",
                "data: {'candidates':[{'content':{'parts':[{'text':'A '}]}}],"
                        + "'usageMetadata':{'promptTokenCount':210,'candidatesTokenCount':1}}\r\n\r\n"
                        + "data: {'candidates':[{'content':{'parts':[{'text':'vessel.'}]},'finishReason':'STOP'}],"
                        + "'usageMetadata':{'promptTokenCount':210,'candidatesTokenCount':640}}\r\n\r\n");

        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().outputTokens()).isEqualTo(640);
    }

    @Test
    void shouldReadAnAnswerOfTheResponsesApi() {
        UsageRecord record = apim(
                "{'model':'m','instructions':'Answer briefly.','input':'What is a still?'}",
                "{'object':'response','status':'incomplete','incomplete_details':{'reason':'content_filter'},"
                        + "'output':[{'type':'reasoning','summary':[]},"
                        + "{'type':'message','content':[{'type':'output_text','text':'A vessel.'}]}],"
                        + "'usage':{'input_tokens':210,'input_tokens_details':{'cached_tokens':10},'output_tokens':640}}");

        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().finishReason()).isEqualTo("content_filter");
        assertThat(record.response().refused()).isTrue();
        assertThat(record.response().inputTokens()).isEqualTo(210);
    }

    @Test
    void shouldReadAStreamOfTheResponsesApi() {
        UsageRecord record = apim(
                "{'model':'m','stream':true,'input':'What is a still?'}",
                "event: response.created\n"
                        + "data: {'type':'response.created','response':{'status':'in_progress','output':[],'usage':null}}\n\n"
                        + "event: response.output_text.delta\n"
                        + "data: {'type':'response.output_text.delta','delta':'A '}\n\n"
                        + "event: response.output_text.delta\n"
                        + "data: {'type':'response.output_text.delta','delta':'vessel.'}\n\n"
                        + "event: response.completed\n"
                        + "data: {'type':'response.completed','response':{'status':'completed','output':["
                        + "{'type':'message','content':[{'type':'output_text','text':'A vessel.'}]}],"
                        + "'usage':{'input_tokens':210,'output_tokens':640}}}\n\n");

        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().finishReason()).isEqualTo("completed");
        assertThat(record.response().outputTokens()).isEqualTo(640);
    }

    @Test
    void shouldReadAStreamOfCompletions() {
        UsageRecord record = apim(
                "{'model':'m','prompt':'What is a still?','stream':true}",
                ": comment\n\ndata: {'object':'text_completion','choices':[{'text':'A '}]}\n\n"
                        + "data: {'choices':[{'text':'vessel.','finish_reason':'length'}]}\n\ndata: [DONE]\n\n");

        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().finishReason()).isEqualTo("length");
    }

    @Test
    void shouldReadTheTokensOfAStreamThatTellsThemInEveryPiece() {
        UsageRecord record = apim(
                "{'messages':[{'role':'user','content':'What is a still?'}]}",
                "data: {'choices':[{'delta':{'content':'A '}}],'usage':{'prompt_tokens':210,'completion_tokens':1}}\n\n"
                        + "data: {'choices':[{'delta':{'content':'vessel.'},'finish_reason':'stop'}],"
                        + "'usage':{'prompt_tokens':210,'completion_tokens':640}}\n\n");

        assertThat(record.response().outputTokens()).isEqualTo(640);
    }

    @Test
    void shouldTakeARefusalOfTheFilterInPlaceOfAnAnswer() {
        UsageRecord record = apim(
                "{'messages':[{'role':'user','content':'What is a still?'}]}",
                "{'error':{'code':'content_filter','status':400,'message':'The response was filtered'}}");

        assertThat(record.response().refused()).isTrue();
    }

    @Test
    void shouldTakeABlockedPromptForARefusal() {
        assertThat(apim(
                                "{'contents':[{'role':'user','parts':[{'text':'What is a still?'}]}]}",
                                "{'promptFeedback':{'blockReason':'PROHIBITED_CONTENT'},"
                                        + "'usageMetadata':{'promptTokenCount':210}}")
                        .response()
                        .refused())
                .isTrue();
    }

    @Test
    void shouldTakeARefusalInWordsOfItsOwn() {
        UsageRecord record = apim(
                "{'messages':[{'role':'user','content':'What is a still?'}]}",
                "{'choices':[{'finish_reason':'stop','message':{'content':null,'refusal':'No.'}}]}");

        assertThat(record.response().refused()).isTrue();
        assertThat(record.has(Field.OUTPUT_TEXT)).isFalse();
    }

    @Test
    void shouldNotAddCachedTokensOfAGatewayThatCountsThemIn() {
        ObjectNode record = Intake.tree("litellm/full.json");
        ObjectNode usage = (ObjectNode) record.path("response").path("usage");
        usage.removeAll();
        usage.put("input_tokens", 200).put("cache_read_input_tokens", 10).put("output_tokens", 640);

        UsageRecord read = Intake.one(Intake.bytes(record.toString()));
        assertThat(read.response().inputTokens()).isEqualTo(210);
        assertThat(read.response().cachedTokens()).isEqualTo(10);
    }

    @Test
    void shouldReadClaudesBodiesInVertexsTable() {
        ObjectNode row = Intake.tree("vertex/full.json").put("api_method", "StreamRawPredict");
        row.put(
                "full_request",
                json("{'anthropic_version':'vertex-2023-10-16','system':'Answer briefly.',"
                        + "'max_tokens':1024,'temperature':0.7,'tools':[{'name':'f'}],"
                        + "'messages':[{'role':'user','content':'What is a still?'}]}"));
        row.put(
                "full_response",
                json("{'content':[{'type':'text','text':'A vessel.'}],'stop_reason':'end_turn',"
                        + "'usage':{'input_tokens':200,'cache_read_input_tokens':10,'output_tokens':640}}"));
        UsageRecord record = Intake.one(Intake.bytes(row.toString()), Intake.account("vertex", "/principal"));

        assertThat(record.request().system()).isEqualTo("Answer briefly.");
        assertThat(Turns.of(record.request().messages())).containsExactly("What is a still?");
        assertThat(record.request().maxTokens()).isEqualTo(1_024);
        assertThat(record.request().tools()).isEqualTo(1);
        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().finishReason()).isEqualTo("end_turn");
        assertThat(record.response().inputTokens()).isEqualTo(210);
        assertThat(record.response().outputTokens()).isEqualTo(640);
    }

    @Test
    void shouldReadTheListOfAStreamInVertexsTable() {
        ObjectNode row = Intake.tree("vertex/full.json");
        row.put(
                "full_response",
                json("[{'candidates':[{'content':{'parts':[{'text':'A '}]}}],"
                        + "'usage_metadata':{'prompt_token_count':210}},"
                        + "{'candidates':[{'content':{'parts':[{'text':'vessel.'}]},'finish_reason':'STOP'}],"
                        + "'usage_metadata':{'prompt_token_count':210,'candidates_token_count':640}}]"));
        UsageRecord record = Intake.one(Intake.bytes(row.toString()), Intake.account("vertex", "/principal"));

        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().finishReason()).isEqualTo("STOP");
        assertThat(record.response().outputTokens()).isEqualTo(640);
    }

    @Test
    void shouldNotStumbleOverAStreamOfAnything() {
        for (String body :
                List.of("data:", "event: x", "data: []", "data: 1\ndata: {'usage':[]}\n", "data: {'delta':1}")) {
            assertThat(apim("{'messages':[{'role':'user','content':'Hi'}]}", body)
                            .has(Field.OUTPUT_TEXT))
                    .isFalse();
        }
    }

    private static UsageRecord apim(String request, String response) {
        ObjectNode record = Intake.tree("azure-apim/full.json");
        ((ObjectNode) record.path("properties"))
                .put("requestBody", json(request))
                .put("responseBody", json(response));
        return Intake.one(Intake.bytes(record.toString()));
    }

    private static String json(String quotedOnce) {
        return quotedOnce.replace('\'', '"');
    }
}
