// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static dev.stillwatch.deploy.gateway.CallsLua.json;
import static dev.stillwatch.deploy.gateway.CallsLua.quoted;
import static dev.stillwatch.deploy.gateway.CallsLua.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code calls.lua} settles of an answer, plain or streamed. */
@Timeout(60)
class SettledByLuaTest {
    private static final String BEGUN =
            "event: message_start\ndata: {'type':'message_start','message':{'content':[],'usage':{'input_tokens':25,"
                    + "'output_tokens':1}}}\n\n";
    private static final String DELTA = "event: content_block_delta\ndata: {'type':'content_block_delta','delta':"
            + "{'type':'text_delta','text':'It says \\'usage\\': {\\'output_tokens\\': 0}.'}}\n\n";
    private static final String ENDED = "event: message_delta\ndata: {'type':'message_delta','delta':{},'usage':"
            + "{'output_tokens':777}}\n\nevent: message_stop\ndata: {'type':'message_stop'}\n\n";
    private static final String PIECE =
            "data: {'choices':[{'delta':{'content':'a'}}],'usage':{'prompt_tokens':9,'completion_tokens':1}}\n\n";
    private static final String LAST =
            "data: {'choices':[],'usage':{'prompt_tokens':9,'completion_tokens':12,'total_tokens':21}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    @Test
    void aPlainAnswerSaysItsUsage() throws Exception {
        assertThat(usage("{'choices': ['" + "a".repeat(20_000) + "'], 'usage': {'prompt_tokens': 9,"
                        + " 'completion_tokens': 12, 'total_tokens': 21, 'prompt_tokens_details': {'cached_tokens': 4},"
                        + " 'completion_tokens_details': {'reasoning_tokens': 5}}, 'metadata': {'a': '}'}}\n"))
                .isEqualTo(used(9, 4, 12, 5));
        assertThat(usage("{'usage': {'input_tokens': 9, 'output_tokens': 12, 'input_tokens_details':"
                        + " {'cached_tokens': 4}, 'output_tokens_details': {'reasoning_tokens': 5}}}"))
                .isEqualTo(used(9, 4, 12, 5));
        assertThat(usage("{'data': [], 'usage': {'prompt_tokens': 9, 'total_tokens': 9}}"))
                .isEqualTo(used(9, 0, 0, 0));
    }

    @Test
    void anthropicsCachedInputIsBesideTheRest() throws Exception {
        assertThat(usage("{'usage': {'input_tokens': 100, 'cache_read_input_tokens': 50,"
                        + " 'cache_creation_input_tokens': 25, 'output_tokens': 7}}"))
                .isEqualTo(used(175, 50, 7, 0));
        assertThat(usage("{'usage': {'input_tokens': 1e9, 'cache_read_input_tokens': 1e9, 'output_tokens': 7}}"))
                .isEqualTo(used(1_000_000_000, 1_000_000_000, 7, 0));
    }

    @Test
    void aStreamSaysItsUsageLast() throws Exception {
        assertThat(usage(BEGUN + DELTA.repeat(200) + ENDED)).isEqualTo(used(100, 0, 777, 0));
        assertThat(usage((PIECE.repeat(200) + LAST + DONE).replace("\n", "\r\n")))
                .isEqualTo(used(9, 0, 12, 0));
        String completed = "event: response.completed\ndata: {'type':'response.completed','response':{'output':['"
                + "%s'],'usage':{'input_tokens':9,'output_tokens':12},'user':null},'sequence_number':5}\n\n";
        assertThat(usage(completed.formatted("a"))).isEqualTo(used(9, 0, 12, 0));
        assertThat(usage(completed.formatted("a".repeat(9_000)))).isEqualTo(used(9, 0, 12, 0));
    }

    /** Whoever hangs up pays the estimate, and not what the answer had said by then. */
    @Test
    void aStreamThatDidNotEndKeepsTheEstimate() throws Exception {
        for (String stream : List.of(
                BEGUN,
                BEGUN.substring(BEGUN.indexOf("data")),
                BEGUN + DELTA.repeat(20),
                // Its beginning is cut in the middle.
                BEGUN + DELTA.repeat(200).substring(0, 8_192 - 60),
                PIECE.repeat(3),
                PIECE + LAST,
                LAST.repeat(200))) {
            assertThat(usage(stream)).as(stream).isEqualTo(json("{'account':'acct-1','request_id':'r'}"));
        }
    }

    @Test
    void neitherDoesWhatAModelWritesCountNorWhatBrokeOff() throws Exception {
        String tool = "{'content': [{'type': 'tool_use', 'input': {'usage': {'output_tokens': 0}}}]";
        assertThat(usage("{'usage': {'input_tokens': 1, 'output_tokens': 9}, " + tool.substring(1) + "}"))
                .isEqualTo(used(1, 0, 9, 0));
        for (String answer : List.of(
                "",
                tool + "}",
                tool,
                "{'text': 'It says \\'usage\\': {\\'output_tokens\\': 0}'}",
                "{'usage': {}}",
                "{'usage': null}",
                "{'usage': {'prompt_tokens': null, 'total_tokens': null}}",
                "{'usage': {'completion_tokens': 'x'}}",
                "{'usage': {'completion_tok",
                "{'choices': [{'usage': {'output_tokens': 0}}, ",
                "{'usage': {'completion_tokens': 12}}" + " ".repeat(8_192))) {
            assertThat(usage(answer)).as(answer).isEqualTo(json("{'account':'acct-1','request_id':'r'}"));
        }
        assertThat(usage("{'usage': {'completion_tokens': null, 'output_tokens': 7, 'input_tokens': 3}}"))
                .isEqualTo(used(3, 0, 7, 0));
    }

    /** A caller who asks for no usage, or hangs up before it, pays for each event where these are more than a guess. */
    @Test
    void aLongStreamThatTellsNoUsageIsChargedItsEvents() throws Exception {
        String piece = "data: {'choices':[{'delta':{'content':' a'}}]}\n\n";
        assertThat(usage(piece.repeat(1_024))).isEqualTo(json("{'account':'acct-1','request_id':'r'}"));
        assertThat(usage(piece.repeat(3_000))).isEqualTo(used(100, 0, 3_000, 0));
        assertThat(usage(piece.repeat(3_000) + DONE)).isEqualTo(used(100, 0, 3_001, 0));
        assertThat(usage("{'choices': ['data: " + "data:".repeat(3_000) + "']}"))
                .as("which is no stream")
                .isEqualTo(json("{'account':'acct-1','request_id':'r'}"));
    }

    private static JsonNode usage(String answer) throws Exception {
        return read("calls.settlement('acct-1', 'r', tail(777), 100)", quoted(answer));
    }

    private static JsonNode used(int input, int cached, int output, int reasoning) throws IOException {
        return json("{'account':'acct-1','request_id':'r','usage':{'input_tokens':%d,'cached_input_tokens':%d,"
                        .formatted(input, cached)
                + "'output_tokens':%d,'reasoning_tokens':%d}}".formatted(output, reasoning));
    }
}
