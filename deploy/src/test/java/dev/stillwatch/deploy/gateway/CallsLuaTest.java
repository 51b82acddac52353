// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code calls.lua} in the interpreters of HAProxy (Lua 5.3) and nginx (LuaJIT). In texts single quotes stand for double
 * ones.
 */
@Timeout(60)
class CallsLuaTest {
    private static final String DRIVER = """
            package.path = "%s/?.lua;" .. package.path
            local calls, text = require("calls"), io.read("*a")
            local function tail(size)
              local all = calls.tail()
              for i = 1, #text, size do calls.follow(all, text:sub(i, i + size - 1)) end
              return all
            end
            io.write(tostring((%s)))""";

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
    void theQuestionHasWhatTheCallerAskedFor() throws Exception {
        assertThat(admission("{'model': 'm', 'max_tokens': 7, 'max_completion_tokens': '9.0', 'n': 2, 'best_of': 3}"))
                .isEqualTo(json("{'domain':'llm','account':'acct-1','request_id':'r','input_tokens':22,'model':'m',"
                        + "'max_tokens':9,'n':3}"));
        assertThat(admission(""))
                .isEqualTo(
                        json("{'domain':'llm','account':'acct-1','request_id':'r'," + "'input_tokens':0,'model':''}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"'one' | 1", "['one', 'two'] | 2", "[[1, 2], [3], [4]] | 3", "[1, 2, 3] | 1", "[] | 1", "{} | 1"})
    void eachPromptOfAListIsAskedFor(String prompt, int asked) throws Exception {
        assertThat(admission("{'prompt': " + prompt + "}").path("prompts").asInt(1))
                .isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1000.0               | 1000",
                "'1000'               | 1000",
                "99999999999999999999 | 1000000000",
                "1e300                | 1000000000",
                "1e999999999          | 1000000000",
                "-1                   | -1",
                "1.5                  | -1",
                "'many'               | -1",
                "null                 | -1",
                "true                 | -1",
                "[]                   | -1"
            })
    void aCapIsANumberHoweverItIsWritten(String written, long read) throws Exception {
        JsonNode asked = admission("{'max_tokens': " + written + "}").path("max_tokens");
        assertThat(asked.asLong(-1)).isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFF{'max_tokens': 7}",
                "{'user': '\\ud800', 'max_tokens': 7}",
                "{'n': 8, 'x': NaN}",
                "{'n': 8, 'x': -Infinity}",
                "{'n': 0x8}",
                "[{'n': 8}]",
                "'n'",
                "null",
                " ",
                "{'n': 8} {}",
                "{'n': 8",
                "--cut\r\ncontent-disposition: form-data; name='n'\r\n\r\n8\r\n--cut--\r\n"
            })
    void whatCannotBeReadIsNotAskedAbout(String body) throws Exception {
        assertThat(evaluate("calls.admission('acct-1', 'r', text)", quoted(body)))
                .isEqualTo("nil");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'background': true}                     | no background and no requests",
                "{'background': 'true', 'max_tokens': 1}  | no background and no requests",
                "{'background': 1}                        | no background and no requests",
                "{'requests': [{'custom_id': 'a'}]}       | no background and no requests",
                "{'requests': {}}                         | no background and no requests",
                "[{'requests': []}]                       | one JSON object"
            })
    void norIsWhatRunsApartFromItsCall(String body, String told) throws Exception {
        assertThat(evaluate("calls.admission('acct-1', 'r', text)", quoted(body)))
                .isEqualTo("nil");
        JsonNode problem = read("select(2, calls.admission('acct-1', 'r', text))", quoted(body));
        assertThat(problem.path("status").asInt()).isEqualTo(400);
        assertThat(problem.path("detail").asText()).contains(told);
    }

    @Test
    void whoSaysThatNothingRunsApartIsAskedAbout() throws Exception {
        assertThat(admission("{'background': false, 'requests': null, 'max_tokens': 7}")
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void norIsWhatTheLimiterCouldNotReadInTime() throws Exception {
        String deep = "{'x':" + "[".repeat(2_000) + "]".repeat(2_000) + "}";
        assertThat(evaluate("calls.admission('acct-1', 'r', text)", quoted(deep)))
                .isEqualTo("nil");
        assertThat(evaluate("calls.admission('acct-1', 'r', text, 'gzip')", "{}"))
                .isEqualTo("nil");
        assertThat(admission("{'model': '" + "m".repeat(256) + "'}")
                        .path("model")
                        .asText())
                .hasSize(256);
        assertThat(evaluate("calls.admission('acct-1', 'r', text)", quoted("{'model': '" + "m".repeat(257) + "'}")))
                .isEqualTo("nil");
    }

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

    @Test
    void aRefusedCallerReadsTheLimitersDocumentAsItCame() throws Exception {
        String document = "{'type':'https://a/b','violated-policies':[],'title':'a } \\'problem\\':{'}";
        assertThat(problem("{'admitted':false,'left':{},'problem':" + document + "}"))
                .isEqualTo(quoted(document));
        assertThat(problem(document)).isEqualTo(quoted(document));
        assertThat(problem("Request Entity Too Large")).isEqualTo("Request Entity Too Large");
        assertThat(evaluate("calls.problem(nil)", "")).isEqualTo("nil");
    }

    private static String problem(String answer) throws Exception {
        return evaluate("calls.problem(text)", quoted(answer));
    }

    private static JsonNode admission(String body) throws Exception {
        return read("calls.admission('acct-1', 'r', text)", quoted(body));
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

    private static String evaluate(String expression, String text) throws Exception {
        return both(expression, text, answer -> answer);
    }

    private static JsonNode read(String expression, String text) throws Exception {
        return both(expression, text, CallsLuaTest::json);
    }

    /** What both interpreters answer, as it is read. */
    private static <T> T both(String expression, String text, Reading<T> reading) throws Exception {
        String driver = DRIVER.formatted(Shipped.GATEWAYS.toAbsolutePath(), expression);
        T answer = reading.of(run("lua5.3", driver, text));
        assertThat(reading.of(run("luajit", driver, text))).isEqualTo(answer);
        return answer;
    }

    /** Reads what an interpreter wrote. */
    @FunctionalInterface
    private interface Reading<T> {
        T of(String written) throws IOException;
    }

    private static String run(String interpreter, String driver, String text) throws Exception {
        Path program = Installed.program(interpreter, "apt-get install lua5.3 luajit2 lua-cjson");
        Process process = new ProcessBuilder(program.toString(), "-e", driver)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var into = process.getOutputStream()) {
            into.write(text.getBytes(StandardCharsets.UTF_8));
        }
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(interpreter).isZero();
        return answer;
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(quoted(text));
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }
}
