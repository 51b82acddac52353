// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked now: the last words of the user, whatever tools answered since. */
class ConversationTest {
    private static final String ASKED = "{'role':'user','content':'What is a still?'}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Anthropic
                "{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'f','input':{}}]},"
                        + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':'42'}]}",
                "{'role':'assistant','content':[{'type':'tool_use','id':'t','name':'f','input':{}}]},"
                        + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t',"
                        + "'content':[{'type':'text','text':'42'}]}]}",
                // Bedrock's Converse
                "{'role':'assistant','content':[{'toolUse':{'name':'f','input':{}}}]},"
                        + "{'role':'user','content':[{'toolResult':{'content':[{'text':'42'}]}}]}",
                // Gemini
                "{'role':'model','parts':[{'functionCall':{'name':'f'}}]},"
                        + "{'role':'user','parts':[{'functionResponse':{'name':'f','response':{'x':42}}}]}",
                "{'role':'model','parts':[{'function_call':{'name':'f'}}]},"
                        + "{'role':'user','parts':[{'function_response':{'name':'f','response':{'x':42}}}]}",
                // OpenAI's Responses
                "{'type':'reasoning','summary':[],'content':[{'type':'reasoning_text','text':'hm'}]},"
                        + "{'type':'function_call','call_id':'c','name':'f','arguments':'{}'},"
                        + "{'type':'function_call_output','call_id':'c','output':'42'}",
                // OpenAI's chat
                "{'role':'assistant','tool_calls':[{'id':'c'}]},{'role':'tool','tool_call_id':'c','content':'42'}"
            })
    void shouldNotTakeTheResultOfAToolForTheUsersWords(String sinceThen) {
        assertThat(Turns.of(read("[" + ASKED + "," + sinceThen + "]").request().messages()))
                .containsExactly("What is a still?");
    }

    @Test
    void shouldReadWhatTheUserSaysBesideTheResultOfATool() {
        String both = "{'role':'user','content':[{'type':'tool_result','tool_use_id':'t','content':'42'},"
                + "{'type':'text','text':'And a vat?'}]}";

        assertThat(Turns.of(read("[" + ASKED + "," + both + "]").request().messages()))
                .containsExactly("What is a still?", "42", "And a vat?");
    }

    @Test
    void shouldReadPartsWithoutARoleAsTheUsers() {
        assertThat(Turns.of(read("[{'type':'input_text','text':'What is a still?'}]")
                        .request()
                        .messages()))
                .containsExactly("What is a still?");
        assertThat(Turns.of(read("[{'parts':[{'text':'What is a still?'}]}]")
                        .request()
                        .messages()))
                .containsExactly("What is a still?");
    }

    @Test
    void shouldNotTakeTheBytesOfAnImageForText() {
        String image = "{'role':'user','parts':[{'type':'text','content':'What is this?'},"
                + "{'type':'blob','modality':'image','mime_type':'image/png','content':'aGVsbG8gd29ybGQ='}]}";

        assertThat(Turns.of(read("[" + image + "]").request().messages())).containsExactly("What is this?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[INST] What is a still? [/INST]",
                "{ What is a still?",
                "{\"still\":1} What is this?",
                "[{\"role\":\"user\",\"content\":\"Hi\"}] What is this?",
                "{\"question\":\"What is a still?\"}",
                "[\"pot\",\"column\"]",
                "[1,2,3]",
                "[]"
            })
    void shouldReadAPromptThatLooksLikeJsonAsTheTextThatItIs(String prompt) {
        ObjectNode record = Intake.tree("glasswally/full.json").put("prompt", prompt);
        ObjectNode bedrock = Intake.tree("bedrock/titan.json");
        ((ObjectNode) bedrock.path("input")).putObject("inputBodyJson").put("prompt", prompt);

        for (ObjectNode log : List.of(record, bedrock)) {
            assertThat(Turns.of(
                            Intake.one(Intake.bytes(log.toString())).request().messages()))
                    .containsExactly(prompt);
        }
    }

    @Test
    void shouldReadMessagesThatStandThereAsText() {
        assertThat(Turns.of(read("'[{\\'role\\':\\'user\\',\\'content\\':\\'What is a still?\\'}]'")
                        .request()
                        .messages()))
                .containsExactly("What is a still?");
    }

    private static UsageRecord read(String messages) {
        return Intake.one(Intake.bytes(
                ("{'time':'2026-11-22T01:02:03Z','account':{'id':'a'},'request':{'messages':" + messages + "}}")
                        .replace('\'', '"')));
    }
}
