// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.policies.exchange.Field;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What gateways' versions and ways of export write differently. */
class GatewayVersionsTest {
    @Test
    void kongShouldBeReadAsItsVersionsBeforeTheProxysOwnObjectWroteIt() {
        ObjectNode record = Intake.tree("kong/full.json");
        record.set(
                "ai",
                tree("{'payload':{'request':'{\\'model\\':\\'m\\',\\'temperature\\':0.7,"
                        + "\\'messages\\':[{\\'role\\':\\'user\\',\\'content\\':\\'What is a still?\\'}]}'},"
                        + "'ai-request-transformer':{'payload':{'response':'{}'},"
                        + "'usage':{'prompt_token':3,'completion_token':4,'total_tokens':7},'meta':{'request_model':'other'}},"
                        + "'ai-proxy-advanced':{'payload':{'response':'{\\'choices\\':[{\\'finish_reason\\':\\'stop\\',"
                        + "\\'message\\':{\\'content\\':\\'A vessel.\\'}}]}'},"
                        + "'usage':{'prompt_token':210,'completion_token':640,'total_tokens':850,'cost':0.1},"
                        + "'meta':{'request_model':'m-large-2','provider_name':'openai','response_model':'m'}}}"));
        UsageRecord read = Intake.one(Intake.bytes(record.toString()));

        assertThat(read.request().model()).isEqualTo("m-large-2");
        assertThat(read.response().inputTokens()).isEqualTo(210);
        assertThat(read.response().outputTokens()).isEqualTo(640);
        assertThat(Turns.of(read.request().messages())).containsExactly("What is a still?");
        assertThat(read.request().temperature()).isEqualTo(0.7);
        assertThat(read.response().output()).isEqualTo("A vessel.");
    }

    @Test
    void apisixShouldBeReadAsItsProxyLogsPayloads() {
        ObjectNode record = Intake.tree("apisix/full.json");
        record.remove("llm_response");
        record.set("llm_request", tree("{'stream':true,'messages':[{'role':'user','content':'What is a still?'}]}"));
        record.set("llm_response_text", tree("{'content':'A vessel.'}"));
        ((ObjectNode) record.path("llm_summary")).put("stream", "true");
        UsageRecord read = Intake.one(Intake.bytes(record.toString()));

        assertThat(Turns.of(read.request().messages())).containsExactly("What is a still?");
        assertThat(read.response().output()).isEqualTo("A vessel.");
        assertThat(read.request().stream()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'metadata':{'user_agent':'sdk/1.0'}}",
                "{'request_tags':['team-a','User-Agent: sdk','User-Agent: sdk/1.0']}",
                "{'request_tags':['User-Agent: sdk','User-Agent: sdk/1.0',7,null]}"
            })
    void liteLlmShouldTellTheUserAgentFromItsTagsAndMetadata(String tags) {
        ObjectNode record = Intake.tree("litellm/full.json");
        ((ObjectNode) record.path("metadata")).remove("requester_custom_headers");
        ObjectNode more = tree(tags);
        if (more.has("metadata")) {
            ((ObjectNode) record.path("metadata")).setAll((ObjectNode) more.path("metadata"));
        } else {
            record.setAll(more);
        }

        assertThat(Intake.one(Intake.bytes(record.toString())).caller().userAgent())
                .isEqualTo("sdk/1.0");
    }

    @Test
    void liteLlmShouldTakeTheNearestOfForwardedAddresses() {
        ObjectNode record = Intake.tree("litellm/full.json").put("requester_ip_address", "10.9.9.9, 203.0.113.7");

        assertThat(Intake.one(Intake.bytes(record.toString())).caller().ip()).isEqualTo("203.0.113.7");
    }

    @Test
    void liteLlmShouldReadMessagesThatAreAWholeRequest() {
        ObjectNode record = Intake.tree("litellm/full.json").put("call_type", "pass_through_endpoint");
        record.set("messages", tree("{'messages':[{'role':'user','content':'What is a still?'}],'system':'Briefly.'}"));
        UsageRecord read = Intake.one(Intake.bytes(record.toString()));

        assertThat(Turns.of(read.request().messages())).containsExactly("What is a still?");
        assertThat(read.request().system()).isEqualTo("Briefly.");
    }

    @Test
    void liteLlmShouldKeepARecordWhoseCallerWroteAnOddMessage() {
        ObjectNode record = Intake.tree("litellm/full.json");
        record.set(
                "messages",
                tree("{'x':[{'role':'user','content':7},{'role':'user','content':'Hi'}]}")
                        .path("x"));

        assertThat(Turns.of(
                        Intake.one(Intake.bytes(record.toString())).request().messages()))
                .containsExactly("Hi");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sequenceNumber':0,'modelName':'m-large-2','deploymentName':'d','promptTokens':210,"
                        + "'completionTokens':640,'totalTokens':850,'promptCachedTokens':10,'isStreamCompletion':true,"
                        + "'requestMessages':'[{\\'role\\':\\'user\\',\\'content\\':\\'What is a still?\\'}]',"
                        + "'responseMessages':'[{\\'content\\':\\'A vessel.\\'}]','correlationId':'corr-1'}",
                "{'SequenceNumber':0,'ModelName':'m-large-2','DeploymentName':'d','PromptTokens':210,"
                        + "'CompletionTokens':640,'TotalTokens':850,'PromptCachedTokens':10,'IsStreamCompletion':true,"
                        + "'RequestMessages':'[{\\'role\\':\\'user\\',\\'content\\':\\'What is a still?\\'}]',"
                        + "'ResponseMessages':'[{\\'content\\':\\'A vessel.\\'}]','CorrelationId':'corr-1'}"
            })
    void apimsLogOfModelsShouldBeReadAsDiagnosticSettingsSendIt(String properties) {
        ObjectNode record = tree("{'time':'2026-11-22T01:02:03.4560000Z','category':'GatewayLlmLogs',"
                + "'operationName':'Microsoft.ApiManagement/GatewayLlmLogs','callerIpAddress':'203.0.113.7',"
                + "'properties':" + properties + "}");
        UsageRecord read = Intake.one(Intake.bytes(record.toString()));

        assertThat(read.correlation()).contains("corr-1");
        assertThat(read.part()).isEqualTo(1);
        assertThat(read.time()).isEqualTo(Instant.parse("2026-11-22T01:02:03.456Z"));
        assertThat(read.request().model()).isEqualTo("m-large-2");
        assertThat(read.request().stream()).isTrue();
        assertThat(Turns.of(read.request().messages())).containsExactly("What is a still?");
        assertThat(read.response().output()).isEqualTo("A vessel.");
        assertThat(read.response().inputTokens()).isEqualTo(210);
        assertThat(read.response().cachedTokens()).isEqualTo(10);
        assertThat(read.response().outputTokens()).isEqualTo(640);
    }

    @Test
    void liteLlmShouldTakeAContentPolicysErrorForARefusal() {
        ObjectNode record = Intake.tree("litellm/full.json").put("status", "failure");
        record.set("error_information", tree("{'error_code':'400','error_class':'ContentPolicyViolationError'}"));
        record.putNull("response");

        assertThat(Intake.one(Intake.bytes(record.toString())).response().refused())
                .isTrue();
    }

    @Test
    void apimsRecordsWithoutCountsShouldNotHideTheOneThatHasThem() {
        ObjectNode record = Intake.tree("azure-apim/model.json");
        record.put("PromptTokens", 0).put("CompletionTokens", 0).put("TotalTokens", 0);

        assertThat(Intake.one(Intake.bytes(record.toString())).has(Field.INPUT_TOKENS))
                .isFalse();
    }

    @Test
    void apimsLogOfModelsShouldBeReadWhereTheCorrelationStandsOutside() {
        ObjectNode record = tree("{'time':'2026-11-22T01:02:03Z','category':'GatewayLlmLogs','correlationId':'corr-1',"
                + "'operationName':'Microsoft.ApiManagement/GatewayLlmLogs','callerIpAddress':'203.0.113.7',"
                + "'properties':'{\\'promptTokens\\':210,\\'modelName\\':\\'m\\'}'}");
        UsageRecord read = Intake.one(Intake.bytes(record.toString()));

        assertThat(read.correlation()).contains("corr-1");
        assertThat(read.response().inputTokens()).isEqualTo(210);
    }

    @Test
    void apimsLogOfRequestsShouldBeReadAsLogAnalyticsExportsIt() {
        ObjectNode record = tree("{'TimeGenerated':'2026-11-22T01:02:03.456Z','Type':'ApiManagementGatewayLogs',"
                + "'CorrelationId':'corr-1','CallerIpAddress':'203.0.113.7','ApimSubscriptionId':'acct-1',"
                + "'OperationId':'ChatCompletions_Create','Url':'https://gw/openai/deployments/d/chat/completions',"
                + "'ResponseCode':200,'TotalTime':1830,'IsRequestSuccess':true,"
                + "'RequestBody':'{\\'model\\':\\'m\\',\\'messages\\':[{\\'role\\':\\'user\\',\\'content\\':\\'What is a still?\\'}]}',"
                + "'ResponseBody':'{\\'choices\\':[{\\'message\\':{\\'content\\':\\'A vessel.\\'}}]}'}");
        UsageRecord read = Intake.one(Intake.bytes(record.toString()));

        assertThat(read.correlation()).contains("corr-1");
        assertThat(read.part()).isZero();
        assertThat(read.account()).contains("acct-1");
        assertThat(read.caller().ip()).isEqualTo("203.0.113.7");
        assertThat(read.response().status()).isEqualTo(200);
        assertThat(read.response().latencyMillis()).isEqualTo(1_830);
        assertThat(Turns.of(read.request().messages())).containsExactly("What is a still?");
        assertThat(read.response().output()).isEqualTo("A vessel.");
        assertThat(read.request().endpoint()).isEqualTo("chat");
    }

    private static ObjectNode tree(String quotedOnce) {
        return Intake.parsed(quotedOnce.replace('\'', '"'));
    }
}
