// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In texts single quotes stand for double ones. */
class CallTest {
    private static final String CHAT = "/v1/chat/completions";

    @Test
    void theQuestionHasWhatTheCallerAskedFor() throws Exception {
        ObjectNode question = call(CHAT, "{'model': 'm', 'max_tokens': 7, 'n': 2, 'best_of': 3, 'messages': []}")
                .question();
        assertThat(question.remove("request_id").asText()).hasSize(36);
        assertThat(question.toString())
                .isEqualTo(
                        text("{'account':'acct-1','domain':'llm','input_tokens':18,'model':'m','max_tokens':7,'n':3}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"'one' | 1", "['one', 'two'] | 2", "[[1, 2], [3], [4]] | 3", "[1, 2, 3] | 1", "[] | 1", "{} | 1"})
    void eachPromptOfAListIsAskedFor(String prompt, int asked) {
        ObjectNode question =
                call("/v1/completions", "{'prompt': " + prompt + "}").question();
        assertThat(question.path("prompts").asInt(1)).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'background': true}                     | true",
                "{'background': 'no', 'max_tokens': 1}    | true",
                "{'requests': []}                         | true",
                "{'background': false, 'requests': null}  | false",
                "{'metadata': {'background': true}}       | false",
                "no JSON                                  | false"
            })
    void whatRunsApartFromItsCallIsKnown(String body, boolean apart) {
        assertThat(call("/v1/responses", body).runsApart()).isEqualTo(apart);
    }

    @Test
    void aCallKeepsItsIdAndSharesItWithNoOther() {
        Call call = call(CHAT, "{}");
        assertThat(call.question().get("request_id"))
                .isEqualTo(call.named().get("request_id"))
                .isNotEqualTo(call(CHAT, "{}").named().get("request_id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1000                 | 1000",
                "1000.0               | 1000",
                "'1000'               | 1000",
                "1e999999999          | 1000000000",
                "99999999999999999999 | 1000000000",
                "-1                   | -1",
                "1.5                  | -1",
                "'many'               | -1",
                "'10000000000000000000000000000000000000000000000000000000000000000' | -1",
                "10000000000000000000000000000000000000000000000000000000000000000 | 1000000000",
                "null                 | -1",
                "[]                   | -1"
            })
    void aCapIsANumberHoweverItIsWritten(String written, long read) throws Exception {
        JsonNode asked =
                call(CHAT, "{'max_tokens': " + written + "}").question().path("max_tokens");
        assertThat(asked.asLong(-1)).isEqualTo(read);
    }

    @Test
    void nothingThatACallerWritesMakesAQuestionWithoutAnAnswer() throws Exception {
        String longest = "x".repeat(1_000);
        JsonNode asked = call(CHAT, "{'model': '" + longest + "', 'n': 5000}").question();
        assertThat(asked.path("model").asText()).hasSize(256);
        assertThat(asked.path("n").asInt()).isEqualTo(1024);
        assertThat(call(CHAT, "{'model': {}, 'n': 0}").question().path("n").asInt())
                .isEqualTo(1);
        for (String body : new String[] {"", "[]", "no JSON", "{} {}", "{".repeat(5_000)}) {
            Call call = call(CHAT, body);
            assertThat(call.question().path("input_tokens").asInt()).isEqualTo((body.length() + 3) / 4);
            assertThat(call.capped(json("{'max_tokens': 5}"))).isEqualTo(call.body());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'max_tokens': 900}                     | {'max_tokens': 80}",
                "{'max_tokens': 40}                      | {'max_tokens': 40}",
                "{'max_tokens': '900'}                   | {'max_tokens': 80}",
                "{'max_tokens': 1e3}                     | {'max_tokens': 80}",
                "{'max_tokens': 'many'}                  | {'max_tokens': 80}",
                "{'max_tokens': '00000000000000000000000000000000000000000000000000000000000000010'} | {'max_tokens': 80}",
                "{'max_tokens': null}                    | {'max_tokens': 80}",
                "{'max_tokens': 5, 'max_tokens': 900}    | {'max_tokens': 80}",
                "{'max_tokens': 900, 'max_tokens': 5}    | {'max_tokens': 5}",
                "{'max_completion_tokens': 900}          | {'max_completion_tokens': 80}",
                "{'n': 3}                                | {'n': 1, 'max_tokens': 80}",
                "{'best_of': 3, 'temperature': 0.10}     | {'best_of': 1, 'temperature': 0.10, 'max_tokens': 80}",
                "{'logprobs': true, 'top_logprobs': 5, 'logit_bias': {'1': 2}} | {'max_tokens': 80}"
            })
    void capsAreReallyApplied(String written, String sent) throws Exception {
        byte[] capped = call(CHAT, written)
                .capped(json("{'max_tokens': 80, 'n': 1, 'treatment': {'plan': {'strip_logprobs': true}}}"));
        assertThat(new String(capped, StandardCharsets.UTF_8))
                .isEqualTo(text(sent).replace(": ", ":").replace(", ", ","));
    }

    @Test
    void aCallThatSetsNoCapGetsTheOneOfItsInterface() throws Exception {
        JsonNode answer = json("{'max_tokens': 80, 'n': 1}");
        assertThat(json(call("/v1/responses", "{}").capped(answer))).isEqualTo(json("{'max_output_tokens': 80}"));
        assertThat(json(call("/v1/messages", "{}").capped(answer))).isEqualTo(json("{'max_tokens': 80}"));
        assertThat(json(call(CHAT, "{'model': 'gpt-4o'}").capped(answer)))
                .isEqualTo(json("{'model': 'gpt-4o', 'max_tokens': 80}"));
        assertThat(json(call(CHAT, "{'model': 'o3-mini'}").capped(answer)))
                .isEqualTo(json("{'model': 'o3-mini', 'max_completion_tokens': 80}"));
        assertThat(json(call("/v1/completions", "{'model': 'gpt-5'}").capped(answer)))
                .isEqualTo(json("{'model': 'gpt-5', 'max_tokens': 80}"));
        assertThat(json(call("/v1/embeddings", "{}").capped(answer))).isEqualTo(json("{}"));
        assertThat(json(call(CHAT, "{'logprobs': true}").capped(json("{}")))).isEqualTo(json("{'logprobs': true}"));
    }

    private static Call call(String path, String body) {
        return Call.of("acct-1", path, text(body).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) throws IOException {
        return json(text(text).getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(byte[] bytes) throws IOException {
        return new ObjectMapper().readTree(bytes);
    }

    private static String text(String text) {
        return text.replace('\'', '"');
    }
}
