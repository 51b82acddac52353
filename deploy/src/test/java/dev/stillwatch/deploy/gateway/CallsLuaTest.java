// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static dev.stillwatch.deploy.gateway.CallsLua.evaluate;
import static dev.stillwatch.deploy.gateway.CallsLua.json;
import static dev.stillwatch.deploy.gateway.CallsLua.quoted;
import static dev.stillwatch.deploy.gateway.CallsLua.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code calls.lua} asks of a call, and what a refused caller reads. */
@Timeout(60)
class CallsLuaTest {
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
}
