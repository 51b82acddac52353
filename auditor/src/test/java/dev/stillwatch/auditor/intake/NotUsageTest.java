// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.intake.Decoding.Reason;
import dev.stillwatch.policies.exchange.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log entries of gateways that are about something else than a call of a model. In texts single quotes stand for double ones. */
class NotUsageTest {
    private static final SourceMap TENANT = Intake.account("envoy-ai-gateway", "/x-tenant");

    @ParameterizedTest
    @ValueSource(strings = {"call_mcp_tool", "list_mcp_tools", "MCP"})
    void shouldPassOverCallsOfTools(String type) {
        Decoding.Rejected rejected = Intake.rejected(
                json(
                        "{'id':'1','startTime':1795309323.456,'call_type':'" + type + "','status':'success',"
                                + "'metadata':{'user_api_key_user_id':'acct-1'},'response':{'content':[{'type':'text','text':'4'}]}}"));

        assertThat(rejected.reason()).isEqualTo(Reason.NOT_USAGE);
        assertThat(rejected.field()).isEqualTo("call_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'mcp':{'rpc':[{'method':'tools/call'}]}}", "{}", "{'cache':'Hit','proxy':{}}"})
    void shouldPassOverEntriesOfAGatewayWhosePluginsMetNoModel(String ai) {
        assertThat(Intake.rejected(kong(ai)).reason()).isEqualTo(Reason.NOT_USAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'payload':{'request':'{}'}}",
                "{'mcp':{},'proxy':{'meta':{'request_model':'m'}}}",
                "{'other':{'usage':{'prompt_tokens':3}}}",
                "{'proxy':{'payload':{'request':'{}'}}}"
            })
    void shouldTakeThoseWhosePluginsDid(String ai) {
        assertThat(Intake.one(kong(ai)).account()).contains("acct-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'gen_ai.request.model':null,'gen_ai.usage.input_tokens':null,'x-envoy-origin-path':'/v1/models'",
                "'gen_ai.request.model':'-','gen_ai.response.model':'-','mcp.method.name':'tools/call'",
                "'genai_model_name':'-','genai_tokens_input':'-','genai_tokens_output':null",
                "'llm_input_token':'-','llm_output_token':'-'"
            })
    void shouldNotCountALineWithoutAModelOrTokens(String fields) {
        assertThat(Intake.decode(log(fields), TENANT))
                .isInstanceOfSatisfying(
                        Decoding.Rejected.class, r -> assertThat(r.reason()).isEqualTo(Reason.NOT_USAGE));
    }

    @Test
    void shouldCountALineWhoseTokensAloneAreKnown() {
        assertThat(Intake.one(log("'gen_ai.request.model':'-','llm_output_token':'0'"), TENANT)
                        .has(Field.OUTPUT_TOKENS))
                .isTrue();
    }

    private static byte[] log(String fields) {
        return json("{'start_time':'2026-11-22T01:02:03Z','x-tenant':'acct-1'," + fields + "}");
    }

    private static byte[] kong(String ai) {
        return json(
                "{'client_ip':'203.0.113.7','started_at':1795309323456,'consumer':{'id':'acct-1'},'ai':" + ai + "}");
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
