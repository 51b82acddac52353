// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.policy.SourceMapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What LiteLLM keeps of calls: callbacks of what it only passes on, and rows of its spend table. In texts single quotes stand for double ones. */
class LiteLlmRowsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'response':'%s'}",
                "{'response':'data: {\\'type\\':\\'response.output_text.delta\\',\\'delta\\':\\'A vessel.\\'}\\n"
                        + "data: {\\'response\\':{\\'usage\\':{\\'output_tokens\\':33}}}\\n'}"
            })
    void shouldReadAnAnswerThatItOnlyPassedOn(String answer) {
        String told =
                "{'output':[{'content':[{'type':'output_text','text':'A vessel.'}]}],'usage':{'output_tokens':33}}";
        for (String response :
                new String[] {answer.replace("%s", told.replace("'", "\\'")), answer.replace("'%s'", told)}) {
            UsageRecord record = passedOn(response);

            assertThat(record.response().output()).isEqualTo("A vessel.");
            assertThat(record.response().outputTokens()).isEqualTo(33);
            assertThat(record.request().model()).isEqualTo("m-1");
            assertThat(record.has(Field.INPUT_TOKENS)).isFalse();
        }
    }

    @Test
    void shouldNotTakeCountsForKnownThatNobodyTook() {
        UsageRecord record = passedOn("{}");

        assertThat(record.has(Field.INPUT_TOKENS)).isFalse();
        assertThat(record.has(Field.OUTPUT_TOKENS)).isFalse();
    }

    @Test
    void shouldKnowThatAFailedCallHadNoTokens() {
        UsageRecord record = Intake.one(json("{'id':'1','startTime':1795309323.456,'call_type':'acompletion',"
                + "'status':'failure','model':'m','metadata':{'user_api_key_user_id':'acct-1'},"
                + "'total_tokens':0,'prompt_tokens':0,'completion_tokens':0}"));

        assertThat(record.has(Field.OUTPUT_TOKENS)).isTrue();
    }

    @Test
    void shouldReadARowOfTheSpendTable() {
        UsageRecord record =
                row("'user':'acct-1','team_id':'team-1'", "{\\'requester_ip_address\\':\\'203.0.113.7\\'}");

        assertThat(record.account()).contains("acct-1");
        assertThat(record.id()).contains("r-1");
        assertThat(record.caller().org()).isEqualTo("org-1");
        assertThat(record.caller().credential()).isEqualTo("key-1");
        assertThat(record.caller().ip()).isEqualTo("203.0.113.7");
        assertThat(record.caller().userAgent()).isEqualTo("sdk/1.0");
        assertThat(Turns.of(record.request().messages())).containsExactly("What is a still?");
        assertThat(record.request().temperature()).isEqualTo(0.5);
        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().outputTokens()).isEqualTo(20);
    }

    /** The proxy draws a session and a trace for each call where no application sets them. */
    @Test
    void shouldTakeForASessionOnlyWhatTheOperatorKnowsToBeOne() {
        String call = "{'startTime':1795309323.456,'trace_id':'t-1','session_id':'s-1','call_type':'acompletion',"
                + "'metadata':{'user_api_key_user_id':'acct-1'}}";

        assertThat(Intake.one(json(call)).has(Field.SESSION)).isFalse();
        assertThat(row("'user':'acct-1'", "{}").has(Field.SESSION)).isFalse();
        assertThat(Intake.one(
                                json(call),
                                SourceMap.of(List.of(new SourceMapping(
                                        "litellm",
                                        "",
                                        Optional.empty(),
                                        List.of(),
                                        Map.of(Field.SESSION, "/session_id")))))
                        .caller()
                        .session())
                .isEqualTo("s-1");
    }

    @Test
    void shouldReadWhereThoughtsWentInAndCameOut() {
        UsageRecord record = Intake.one(json("{'startTime':1795309323.456,'call_type':'acompletion',"
                + "'metadata':{'user_api_key_user_id':'acct-1'},'messages':[{'role':'user','content':'What?'},"
                + "{'role':'assistant','content':'','thinking_blocks':[{'type':'thinking','signature':'sig-0'}]},"
                + "{'role':'tool','content':'a vessel'}],'response':{'choices':[{'message':{'content':'A vessel.',"
                + "'thinking_blocks':[{'type':'thinking','signature':'sig-1'}]}}]}}"));

        assertThat(record.request().traceSignature()).isEqualTo("sig-0");
        assertThat(record.response().traceSignature()).isEqualTo("sig-1");
    }

    @Test
    void shouldTellTheKeysApartThatItsAdministratorMade() {
        assertThat(row("'user':'default_user_id'", "{}").account()).contains("key-1");
        assertThat(row("'user':''", "{\\'user_api_key_user_id\\':\\'default_user_id\\'}")
                        .account())
                .contains("key-1");
    }

    @Test
    void shouldNameTheCallerOfARowByTheFirstThatIsKnown() {
        assertThat(row("'user':'','team_id':'team-1'", "{}").account()).contains("team-1");
        assertThat(row("'user':null", "{}").account()).contains("key-1");
        assertThat(row("'user':'acct-1'", "{\\'user_api_key_user_id\\':\\'acct-2\\'}")
                        .account())
                .contains("acct-2");
    }

    @Test
    void shouldReadThePromptOfARowOnce() {
        UsageRecord record =
                Intake.one(json("{'request_id':'r-1','startTime':'2026-11-22 01:02:03.456','call_type':'acompletion',"
                        + "'user':'acct-1','messages':'[{\\'role\\':\\'user\\',\\'content\\':\\'What?\\'}]','proxy_server_request':"
                        + "{'messages':[{'role':'user','content':'What?'}],'temperature':0.5}}"));

        assertThat(record.request().messages()).hasSize(1);
        assertThat(record.request().temperature()).isEqualTo(0.5);
    }

    private static UsageRecord row(String caller, String metadata) {
        return Intake.one(
                json(
                        "{'request_id':'r-1','session_id':'s-1','startTime':'2026-11-22 01:02:03.456',"
                                + "'call_type':'acompletion','api_key':'key-1','organization_id':'org-1','model':'m',"
                                + caller
                                + ",'metadata':'" + metadata
                                + "','request_tags':'[\\'User-Agent: sdk/1.0\\']','total_tokens':30,"
                                + "'prompt_tokens':10,'completion_tokens':20,'messages':'{}','response':"
                                + "'{\\'choices\\':[{\\'message\\':{\\'content\\':\\'A vessel.\\'}}]}','proxy_server_request':"
                                + "'{\\'temperature\\':0.5,\\'messages\\':[{\\'role\\':\\'user\\',\\'content\\':\\'What is a still?\\'}]}'}"));
    }

    private static UsageRecord passedOn(String response) {
        return Intake.one(
                json("{'id':'1','startTime':1795309323.456,'call_type':'pass_through_endpoint','status':'success',"
                        + "'model':'unknown','metadata':{'user_api_key_user_id':'acct-1'},'total_tokens':0,'prompt_tokens':0,"
                        + "'completion_tokens':0,'messages':{'model':'m-1','input':'What is a still?'},'response':"
                        + response + "}"));
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
