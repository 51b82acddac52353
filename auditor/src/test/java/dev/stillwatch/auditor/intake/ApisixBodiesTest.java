// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.exchange.Field;
import org.junit.jupiter.api.Test;

/** Bodies that a logger of APISIX keeps beside those of its language model plugin. In texts single quotes stand for double ones. */
class ApisixBodiesTest {
    private static final String ASKED =
            "{\\'temperature\\':0.2,\\'max_tokens\\':77,\\'logprobs\\':true,\\'top_logprobs\\':5,"
                    + "\\'logit_bias\\':{\\'12\\':3},\\'messages\\':[{\\'role\\':\\'system\\',\\'content\\':\\'Briefly.\\'},"
                    + "{\\'role\\':\\'user\\',\\'content\\':\\'What is a still?\\'}]}";
    private static final String ANSWERED =
            "{\\'choices\\':[{\\'finish_reason\\':\\'content_filter\\',\\'message\\':{\\'content\\':\\'A vessel.\\'}}]}";

    @Test
    void shouldReadTheLoggersBodies() {
        UsageRecord record = entry("'start_time':1795309323456");

        assertThat(record.request().temperature()).isEqualTo(0.2);
        assertThat(record.request().maxTokens()).isEqualTo(77);
        assertThat(record.request().logprobs()).isTrue();
        assertThat(record.request().topLogprobs()).isEqualTo(5);
        assertThat(record.request().biasedTokens()).containsExactly("12");
        assertThat(record.request().system()).isEqualTo("Briefly.");
        assertThat(Turns.of(record.request().messages())).containsExactly("What is a still?");
        assertThat(record.response().output()).isEqualTo("A vessel.");
        assertThat(record.response().finishReason()).isEqualTo("content_filter");
        assertThat(record.response().refused()).isTrue();
    }

    @Test
    void shouldReadTextOnceThatThePluginLoggedToo() {
        UsageRecord record =
                entry("'start_time':1795309323456,'llm_request':{'messages':[{'role':'user','content':'What?'}]},"
                        + "'llm_response_text':{'content':'A pot.'}");

        assertThat(record.request().messages()).hasSize(1);
        assertThat(Turns.of(record.request().messages())).containsExactly("What?");
        assertThat(record.response().output()).isEqualTo("A pot.");
        assertThat(record.request().temperature()).isEqualTo(0.2);
        assertThat(record.response().finishReason()).isEqualTo("content_filter");
    }

    @Test
    void shouldReadTheTextOfAnAnswerOnceThatIsLoggedInTwoForms() {
        String chosen = "'choices':[{'finish_reason':'stop','message':{'content':'A pot.'}}]";
        UsageRecord record = entry(
                "'start_time':1795309323456,'llm_response':{" + chosen + "},'llm_response_text':{" + chosen + "}");

        assertThat(record.response().output()).isEqualTo("A pot.");
    }

    @Test
    void shouldReadAStreamThatTheLoggerKept() {
        String stream = "data: {\\'choices\\':[{\\'delta\\':{\\'content\\':\\'A pot.\\'}}]}\\n\\n";
        String log = "{'start_time':1795309323456,'consumer':{'username':'acct-1'},'response':{'body':'" + stream
                + "'},'llm_summary':{}%s}";

        assertThat(Intake.one(json(log.replace("%s", ""))).response().output()).isEqualTo("A pot.");
        assertThat(Intake.one(json(log.replace("%s", ",'llm_response_text':{'choices':[{'text':'A jar.'}]}")))
                        .response()
                        .output())
                .isEqualTo("A jar.");
    }

    @Test
    void shouldReadTheTimeOfALogWithAFormatOfItsOwn() {
        assertThat(entry("'@timestamp':'2026-11-22T01:02:03+00:00'").has(Field.PROMPT_TEXT))
                .isTrue();
    }

    private static UsageRecord entry(String fields) {
        return Intake.one(json("{" + fields + ",'consumer':{'username':'acct-1'},'request':{'body':'" + ASKED
                + "'},'response':{'status':200,'body':'" + ANSWERED + "'},'llm_summary':{'model':'m'}}"));
    }

    private static byte[] json(String quotedOnce) {
        return Intake.bytes(quotedOnce.replace('\'', '"'));
    }
}
