// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.reserve.Dimension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Portkey's webhook is answered; each test has reservations and a server of its own. Single quotes stand for double ones. */
class PortkeyServiceTest {
    private static final String DOOR = "/v1/portkey?domain=llm";
    private static final String EVENT = """
            {'request': {'json': %s, 'text': 'Say something.', 'isStreamingRequest': false}, 'response': %s,
             'provider': 'openai', 'requestType': '%s', 'metadata': {'_user': 'acme', 'request_id': '%s'}, 'eventType': '%s'}""";

    private final OpenAdmissions doors;

    PortkeyServiceTest() throws IOException {
        doors = new OpenAdmissions();
    }

    @AfterEach
    void close() {
        doors.close();
    }

    @Test
    void aCallIsAdmittedSettledAndSettledNoMore() throws Exception {
        JsonNode admitted = before("r1", "{'model': 'm', 'max_tokens': 200}");
        assertThat(admitted.toString())
                .isEqualTo("{\"verdict\":true,\"transformedData\":{\"request\":{\"json\":"
                        + "{\"model\":\"m\",\"max_tokens\":200}}}}");
        assertThat(left()).isEqualTo(400);
        assertThat(doors.reservations.open()).isEqualTo(1);
        String usage = "{'prompt_tokens': 9, 'completion_tokens': 10, 'prompt_tokens_details': {'cached_tokens': 4},"
                + " 'completion_tokens_details': {'reasoning_tokens': 5}}";
        for (int i = 0; i < 2; i++) {
            assertThat(after("r1", usage).toString()).isEqualTo("{\"verdict\":true}");
            assertThat(doors.reservations.open()).isZero();
            assertThat(left()).isEqualTo(590);
        }
        assertThat(after("unknown", usage).toString()).isEqualTo("{\"verdict\":true}");
    }

    @Test
    void refusalsTellWhatTheCallerIsToRead() throws Exception {
        before("r1", "{'max_tokens': 600}");
        assertThat(before("r2", "{'max_tokens': 10}").toString())
                .isEqualTo("{\"verdict\":false,\"data\":{\"problem\":"
                        + "{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\","
                        + "\"title\":\"Request cannot be satisfied as assigned quota has been exceeded\","
                        + "\"status\":429,\"violated-policies\":[\"otpm\"]},\"retry_after\":1}}");
        doors.limits = Map.of(Dimension.ITPM, 1L);
        JsonNode above = before("r3", "{'max_tokens': 10}");
        assertThat(above.at("/data/problem/status").asInt()).isEqualTo(413);
        assertThat(above.path("data").has("retry_after")).isFalse();
        assertThat(before("r1", "{'max_tokens': 10}").at("/data/problem/detail").asText())
                .isEqualTo("another call was admitted under this request id");
    }

    @Test
    void aSilentStepTellsNoWait() throws Exception {
        doors.treatment = throttled(new LimitPlan(1, -1, -1, -1, false, false));
        assertThat(before("r1", "{'max_tokens': 1}").path("verdict").asBoolean())
                .isTrue();
        JsonNode silently = before("r2", "{'max_tokens': 1}");
        assertThat(silently.at("/data/problem/type").asText()).endsWith("#quota-exceeded");
        assertThat(silently.path("data").has("retry_after")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'max_tokens': 900}                          | {'max_tokens': 80}",
                "{'max_tokens': 40, 'n': 1}                   | {'max_tokens': 40, 'n': 1}",
                "{'background': false, 'requests': null}      | {'background': false, 'requests': null, 'max_tokens': 80}",
                "{'max_tokens': '900', 'n': '3'}              | {'max_tokens': 80, 'n': 1}",
                "{'max_tokens': 1e999999999}                  | {'max_tokens': 80}",
                "{'max_tokens': 'many', 'best_of': 2.0}       | {'max_tokens': 80, 'best_of': 1}",
                "{'max_tokens': '00000000000000000000000000000000000000000000000000000000000000010', 'n': 1} | {'max_tokens': 80, 'n': 1}",
                "{'max_completion_tokens': 81}                | {'max_completion_tokens': 80}",
                "{'max_tokens': null}                         | {'max_tokens': 80}",
                "{'model': 'gpt-4o'}                          | {'model': 'gpt-4o', 'max_tokens': 80}",
                "{'model': 'openai/o3-mini'}                  | {'model': 'openai/o3-mini', 'max_completion_tokens': 80}",
                "{'model': 'gpt-5'}                           | {'model': 'gpt-5', 'max_completion_tokens': 80}",
                "{'temperature': 0.1}                         | {'temperature': 0.1, 'max_tokens': 80}",
                "{'logprobs': true, 'top_logprobs': 2, 'logit_bias': {}, 'max_tokens': 1} | {'max_tokens': 1}"
            })
    void theCapsOfAStandingAreAppliedToTheCall(String asked, String sent) throws Exception {
        doors.treatment = throttled(new LimitPlan(-1, -1, 80, 1, true, true));
        assertThat(before("r1", asked).at("/transformedData/request/json").toString())
                .isEqualTo(sent.replace('\'', '"').replace(": ", ":").replace(", ", ","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'one'                 | 100",
                "['one', 'two', 'six'] | 300",
                "[[1, 2], [3]]         | 200",
                "[1, 2, 3]             | 100",
                "[]                    | 100"
            })
    void eachPromptOfAListIsAnAnswerToHold(String prompt, int held) throws Exception {
        before("r1", "{'max_tokens': 100, 'prompt': " + prompt + "}");
        assertThat(left()).isEqualTo(600 - held);
    }

    @Test
    void moreThanFourThousandPromptsAreRefusedByName() throws Exception {
        JsonNode answer = before("r1", "{'prompt': ['a'" + ",'a'".repeat(4_096) + "]}");
        assertThat(answer.path("verdict").asBoolean(true)).isFalse();
        assertThat(answer.at("/data/problem/detail").asText()).contains("prompts must be from 1 to 4096: 4097");
    }

    @Test
    void anAnswerWithoutUsageKeepsTheEstimate() throws Exception {
        int number = 0;
        for (String answer : new String[] {"null", "{'completion_tokens': 'x'}", "{}", "{'completion_tokens': -1}"}) {
            String id = "r" + number++;
            before(id, "{'max_tokens': 100}");
            after(id, answer);
            assertThat(left()).isEqualTo(600 - 100 * number);
        }
        assertThat(doors.reservations.open()).isZero();
    }

    @Test
    void anthropicsUsageIsReadToo() throws Exception {
        doors.limits = Map.of(Dimension.ITPM, 1_000L, Dimension.OTPM, 600L);
        before("r1", "{'max_tokens': 100}");
        after(
                "r1",
                "{'input_tokens': 100, 'cache_read_input_tokens': 50, 'cache_creation_input_tokens': 25,"
                        + " 'output_tokens': 7}");
        assertThat(left()).isEqualTo(593);
        assertThat(OpenAdmissions.json(doors.get("/v1/limits/acme"))
                        .at("/limits/0/left/itpm/left")
                        .asLong())
                .isLessThanOrEqualTo(1_000 - 125);
    }

    @Test
    void embeddingsAreSettledAtOnceBecauseNothingIsToldOfThemLater() throws Exception {
        String event = EVENT.formatted("{'input': 'text'}", "{}", "embed", "r1", "beforeRequestHook");
        assertThat(doors.post(DOOR, event).body()).isEqualTo("{\"verdict\":true}");
        assertThat(doors.reservations.open()).isZero();
        assertThat(left()).isEqualTo(600);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                  | the body is not JSON",
                "{'eventType': 1, 'eventType': 2}                   | the body is not JSON",
                "[]                                                 | eventType must be",
                "{'eventType': 'laterHook'}                         | eventType must be",
                "{'eventType': 'beforeRequestHook'}                 | request.json must be a call",
                "{'eventType': 'beforeRequestHook', 'request': {'json': {}}} | metadata._user must be there",
                "{'eventType': 'beforeRequestHook', 'request': {'json': {}}, 'metadata': {'_user': 5}} | metadata._user must be there",
                "{'eventType': 'afterRequestHook', 'request': {'json': {}}, 'metadata': {'_user': 'a'}} | metadata.request_id must be there",
                "{'eventType': 'beforeRequestHook', 'request': {'json': {'n': 5000}}, 'metadata': {'_user': 'a', 'request_id': 'r'}} | n must be from 1 to 1024: 5000",
                "{'eventType': 'beforeRequestHook', 'request': {'json': {'background': true}}, 'metadata': {'_user': 'a', 'request_id': 'r'}} | no background",
                "{'eventType': 'beforeRequestHook', 'request': {'json': {'requests': []}}, 'metadata': {'_user': 'a', 'request_id': 'r'}} | no background"
            })
    void whatCannotBeDecidedOnIsRefusedByName(String body, String detail) throws Exception {
        HttpResponse<String> answer = doors.post(DOOR, body);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(OpenAdmissions.json(answer).path("verdict").asBoolean(true)).isFalse();
        assertThat(OpenAdmissions.json(answer).at("/data/problem/detail").asText())
                .contains(detail);
        assertThat(doors.reservations.open()).isZero();
        assertThat(doors.get("/metrics").body())
                .contains("stillwatch_limiter_answers_total{answer=\"invalid\",door=\"portkey\"} 1.0");
    }

    @Test
    void whatIsTooLongIsRefusedAndNotLetThrough() throws Exception {
        assertThat(before("r1", "{'prompt': '" + "x".repeat(1_000_000) + "', 'max_tokens': 1}")
                        .path("verdict")
                        .asBoolean())
                .isTrue();
        HttpResponse<String> answer = doors.post(DOOR, " ".repeat(Bounds.MOST_WEBHOOK_BYTES + 1));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"verdict\":false,").contains("the call is longer than 4194304 bytes");
        assertThat(before("r".repeat(257), "{}").at("/data/problem/detail").asText())
                .contains("at most 256 characters");
        assertThat(OpenAdmissions.json(doors.post("/v1/portkey", event("r2", "{}")))
                        .at("/data/problem/detail")
                        .asText())
                .isEqualTo("the rate limit domain must not be empty");
        assertThat(doors.get("/v1/portkey").statusCode()).isEqualTo(405);
    }

    @Test
    void aLimiterThatCannotTellLeavesItToPortkey() throws Exception {
        doors.decides = false;
        assertThat(doors.post(DOOR, event("r1", "{}")).statusCode()).isEqualTo(503);
        doors.decides = true;
        doors.stumbles = true;
        assertThat(doors.post(DOOR, event("r1", "{}")).statusCode()).isEqualTo(503);
    }

    @Test
    void aFullLimiterRefusesAndLetsNothingPass() throws Exception {
        doors.limits = Map.of();
        for (int i = 0; i < 3; i++) {
            before("r" + i, "{'max_tokens': 1}");
        }
        JsonNode full = before("r4", "{}");
        assertThat(full.path("verdict").asBoolean(true)).isFalse();
        assertThat(full.at("/data/problem/status").asInt()).isEqualTo(429);
        assertThat(full.at("/data/problem/detail").asText()).contains("as many open reservations as it may");
        assertThat(full.at("/data/retry_after").asLong()).isEqualTo(1);
    }

    private static Treatment throttled(LimitPlan plan) {
        return new Treatment("acme", Tier.THROTTLE, Tier.THROTTLE, plan, "", 1, false, Optional.empty());
    }

    private static String event(String id, String call) {
        return EVENT.formatted(
                call, "{'json': {}, 'text': '', 'statusCode': null}", "chatComplete", id, "beforeRequestHook");
    }

    private JsonNode before(String id, String call) throws IOException, InterruptedException {
        return OpenAdmissions.json(doors.post(DOOR, event(id, call)));
    }

    private JsonNode after(String id, String usage) throws IOException, InterruptedException {
        return OpenAdmissions.json(doors.post(
                DOOR,
                EVENT.formatted("{}", "{'json': {'usage': " + usage + "}}", "chatComplete", id, "afterRequestHook")));
    }

    private long left() throws IOException, InterruptedException {
        return OpenAdmissions.json(doors.get("/v1/limits/acme"))
                .at("/limits/0/left/otpm/left")
                .asLong();
    }
}
