// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /json} as clients of envoyproxy/ratelimit use it. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JsonServiceTest {
    private static final String ASKING =
            "{\"domain\":\"plain\",\"descriptors\":[{\"entries\":[{\"key\":\"account\",\"value\":\"a\"}]}]}";

    @RegisterExtension
    final OpenDoors doors = new OpenDoors();

    @Test
    void bodiesAreThoseOfEnvoysJson() throws Exception {
        HttpResponse<String> passed = post(ASKING);
        assertThat(passed.statusCode()).isEqualTo(200);
        assertThat(passed.headers().firstValue("content-type")).contains("application/json");
        assertThat(passed.body())
                .isEqualTo("{\"overallCode\":\"OK\",\"statuses\":[{\"code\":\"OK\",\"currentLimit\":{"
                        + "\"requestsPerUnit\":3,\"unit\":\"MINUTE\",\"name\":\"per-account\"},\"limitRemaining\":2,"
                        + "\"durationUntilReset\":\"12.500s\"}]}");
        post(ASKING);
        post(ASKING);
        HttpResponse<String> refused = post(ASKING);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).contains("13");
        assertThat(refused.body())
                .startsWith("{\"overallCode\":\"OVER_LIMIT\",\"statuses\":[{\"code\":\"OVER_LIMIT\",\"currentLimit\":{")
                .contains("\"responseHeadersToAdd\":[{\"key\":\"retry-after\",\"value\":\"13\"}]")
                .doesNotContain("rawBody");
    }

    @Test
    void aDescriptorWithoutALimitIsAStatusWithoutOne() throws Exception {
        assertThat(post("{\"domain\":\"x\",\"descriptors\":[{\"entries\":[{\"key\":\"perday\"}]}]}")
                        .body())
                .isEqualTo("{\"overallCode\":\"OK\",\"statuses\":[{\"code\":\"OK\"}]}");
    }

    @Test
    void bothSpellingsOfNamesAndNumbersAsTextAreRead() throws Exception {
        post("{\"domain\":\"llm\",\"hits_addend\":2,\"descriptors\":[{\"entries\":[{\"key\":\"account\","
                + "\"value\":\"a\"}],\"hitsAddend\":\"3\",\"is_negative_hits\":true,"
                + "\"limit\":{\"requestsPerUnit\":7,\"unit\":\"DAY\"}}]}");
        assertThat(doors.limiter.lastAsked().hits()).isEqualTo(2);
        assertThat(doors.limiter.lastAsked().descriptors().get(0).hits().getAsLong())
                .isEqualTo(3);
        assertThat(doors.limiter.lastAsked().descriptors().get(0).giveBack()).isTrue();
        assertThat(doors.limiter
                        .lastAsked()
                        .descriptors()
                        .get(0)
                        .override()
                        .orElseThrow()
                        .requests())
                .isEqualTo(7);
    }

    @Test
    void aTreatmentIsInTheMetadata() throws Exception {
        doors.limiter.treat(OpenDoors.treated(Tier.RESTRICT, true));
        assertThat(post(ASKING).body())
                .contains("\"dynamicMetadata\":{\"subject\":\"acct-1\",\"tier\":\"restrict\"")
                .contains("\"requestHeadersToAdd\":[{\"key\":\"x-stillwatch-tier\",\"value\":\"restrict\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"domain\":1.5}",
                "{\"domain\":\"\",\"descriptors\":[{\"entries\":[{\"key\":\"a\"}]}]}",
                "{\"domain\":\"llm\"}",
                "{\"domain\":\"llm\",\"descriptors\":[]}",
                "{\"domain\":\"llm\",\"descriptors\":[{}]}",
                "{\"domain\":\"llm\",\"descriptors\":[null]}",
                "{\"domain\":\"llm\",\"descriptors\":[{\"entries\":[{\"value\":\"a\"}]}]}",
                "{\"domain\":\"llm\",\"unknown\":1,\"descriptors\":[{\"entries\":[{\"key\":\"a\"}]}]}",
                "{\"domain\":\"llm\",\"hitsAddend\":-1,\"descriptors\":[{\"entries\":[{\"key\":\"a\"}]}]}",
                "{\"domain\":\"llm\",\"hitsAddend\":4294967296,\"descriptors\":[{\"entries\":[{\"key\":\"a\"}]}]}",
                "{\"domain\":\"llm\",\"descriptors\":[{\"entries\":[{\"key\":\"a\"}],\"limit\":{\"unit\":\"WEEK\"}}]}"
            })
    void whatIsNoRequestIsABadRequest(String body) throws Exception {
        HttpResponse<String> answer = post(body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(doors.limiter.timesAsked()).isZero();
    }

    @Test
    void bytesThatAreNoUtf8AreABadRequest() throws Exception {
        byte[] bytes = ASKING.getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 6] = (byte) 0xc3;
        assertThat(doors.post("/json", bytes).statusCode()).isEqualTo(400);
    }

    @Test
    void halfACharacterIsABadRequestAndAWholeOneIsNot() throws Exception {
        String entry = "{\"domain\":\"llm\",\"descriptors\":[{\"entries\":[{\"key\":\"account\",\"value\":\"%s\"}]}]}";
        for (String half : new String[] {"\\ud83d", "a\\ud83db", "\\ude00", "\\ude00\\ud83d"}) {
            assertThat(post(entry.formatted(half)).statusCode()).as(half).isEqualTo(400);
        }
        assertThat(post(entry.formatted("\\ud83d\\ude00")).statusCode()).isEqualTo(200);
    }

    @Test
    void depthIsNoWayToBreakIt() throws Exception {
        for (String open : new String[] {"[", "{\"descriptors\":[", "{\"a\":", "{\"descriptors\":[{\"entries\":["}) {
            assertThat(post(open.repeat(200_000 / open.length())).statusCode())
                    .as(open)
                    .isEqualTo(400);
        }
    }

    @Test
    void aBodyThatIsTooLongIsNotRead() throws Exception {
        assertThat(post(ASKING + " ".repeat(300_000)).statusCode()).isEqualTo(413);
        assertThat(doors.limiter.timesAsked()).isZero();
    }

    @Test
    void tenThousandDescriptorsAreABadRequest() throws Exception {
        String many = "{\"entries\":[{\"key\":\"a\"}]},".repeat(9_000);
        HttpResponse<String> answer = post("{\"domain\":\"llm\",\"descriptors\":[" + many + "{}]}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("9001 descriptors");
    }

    @Test
    void otherMethodsAreNotAllowed() throws Exception {
        assertThat(doors.get("/json").statusCode()).isEqualTo(405);
    }

    @Test
    void noDecisionIsServiceUnavailable() throws Exception {
        doors.limiter.undecided(true);
        assertThat(post(ASKING).statusCode()).isEqualTo(503);
    }

    @Test
    void anyBodyHasANamedAnswer() throws Exception {
        Random random = new Random(23);
        byte[] good = ("{\"domain\":\"llm\",\"hitsAddend\":1,\"descriptors\":[{\"entries\":[{\"key\":\"account\","
                        + "\"value\":\"a\"}],\"hitsAddend\":\"0\",\"limit\":{\"requestsPerUnit\":9,\"unit\":2}}]}")
                .getBytes(StandardCharsets.UTF_8);
        int passed = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] =
                        random.nextBoolean() ? good[random.nextInt(good.length)] : (byte) random.nextInt(256);
            }
            int status = doors.post("/json", bytes).statusCode();
            assertThat(status)
                    .as("%s", new String(bytes, StandardCharsets.UTF_8))
                    .isIn(Set.of(200, 400));
            passed += status == 200 ? 1 : 0;
        }
        // Nothing but what reached the limiter was let through.
        assertThat(passed).isPositive().isEqualTo(doors.limiter.timesAsked());
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return doors.post("/json", body.getBytes(StandardCharsets.UTF_8), "content-type", "application/json");
    }
}
