// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import dev.stillwatch.ratelimit.reserve.Dimension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What calls to models are answered; each test has reservations and a server of its own. */
class AdmitServiceTest {
    private final OpenAdmissions doors;

    AdmitServiceTest() throws IOException {
        doors = new OpenAdmissions();
    }

    @AfterEach
    void close() {
        doors.close();
    }

    @Test
    void aCallIsAdmittedSettledAndSettledNoMore() throws Exception {
        HttpResponse<String> admitted = doors.admit("r1", 200);
        assertThat(admitted.statusCode()).isEqualTo(200);
        assertThat(admitted.headers().firstValue("x-ratelimit-remaining-tokens"))
                .contains("400");
        assertThat(admitted.headers().firstValue("x-ratelimit-remaining-requests"))
                .contains("59");
        JsonNode answer = OpenAdmissions.json(admitted);
        assertThat(answer.path("admitted").asBoolean()).isTrue();
        assertThat(answer.path("input_tokens").asLong()).isEqualTo(100);
        assertThat(answer.path("output_tokens").asLong()).isEqualTo(200);
        assertThat(answer.path("max_tokens").asLong()).isEqualTo(200);
        assertThat(answer.path("n").asLong()).isEqualTo(1);
        assertThat(answer.path("expires_at").asText()).isEqualTo("2026-11-26T00:10:00Z");
        assertThat(answer.at("/left/otpm").toString()).isEqualTo("{\"limit\":600,\"left\":400,\"until_full_ms\":0}");
        String settle = "{'reservation': '" + answer.path("reservation").asText()
                + "', 'usage': {'input_tokens': 100, 'cached_input_tokens': 50, 'output_tokens': 10, 'reasoning_tokens': 5}}";
        HttpResponse<String> settled = doors.post("/v1/settle", settle);
        assertThat(settled.statusCode()).isEqualTo(200);
        assertThat(settled.body()).isEqualTo("{\"outcome\":\"settled\",\"changed\":true}");
        HttpResponse<String> again = doors.post("/v1/settle", settle);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo("{\"outcome\":\"already_settled\",\"changed\":false}");
        assertThat(OpenAdmissions.json(doors.admit("r2", 1))
                        .at("/left/otpm/left")
                        .asLong())
                .isEqualTo(589);
    }

    @Test
    void refusalsSayWhyAndWhetherToComeAgain() throws Exception {
        doors.admit("r1", 600);
        HttpResponse<String> over = doors.admit("r2", 10);
        assertThat(over.statusCode()).isEqualTo(429);
        assertThat(over.headers().firstValue("retry-after")).contains("1");
        assertThat(over.headers().firstValue("x-ratelimit-remaining-tokens")).contains("0");
        assertThat(OpenAdmissions.json(over).path("reason").asText()).isEqualTo("over_limit");
        assertThat(OpenAdmissions.json(over).path("dimension").asText()).isEqualTo("otpm");
        assertThat(OpenAdmissions.json(over).path("retry_after_ms").asLong()).isEqualTo(1_000);
        assertThat(OpenAdmissions.json(over).path("admitted").asBoolean()).isFalse();
        assertThat(OpenAdmissions.json(over).path("problem").toString())
                .startsWith("{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\",")
                .endsWith("\"status\":429,\"violated-policies\":[\"otpm\"]}");

        HttpResponse<String> other = doors.admit("r1", 10);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(OpenAdmissions.json(other).path("reason").asText()).isEqualTo("request_differs");
        assertThat(OpenAdmissions.json(other).path("problem").toString())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Conflict\",\"status\":409,"
                        + "\"detail\":\"another call was admitted under this request id\"}");

        doors.limits = Map.of(Dimension.ITPM, 99L);
        HttpResponse<String> above = doors.admit("r3", 10);
        assertThat(above.statusCode()).isEqualTo(413);
        assertThat(above.headers().firstValue("retry-after")).isEmpty();
        assertThat(OpenAdmissions.json(above).path("detail").asText())
                .isEqualTo("the call costs more than the whole limit");

        doors.limits = Map.of();
        doors.admit("r4", 1);
        doors.admit("r5", 1);
        HttpResponse<String> full = doors.admit("r6", 1);
        assertThat(full.statusCode()).isEqualTo(429);
        assertThat(full.headers().firstValue("retry-after")).contains("1");
        assertThat(OpenAdmissions.json(full).path("reason").asText()).isEqualTo("too_many_reservations");
    }

    @Test
    void theWaitIsTheSameInEveryHeaderThatTellsIt() throws Exception {
        doors.profile = HeaderProfile.IETF;
        doors.limits = Map.of(Dimension.RPM, 2L);
        doors.admit("r1", 1);
        doors.admit("r2", 1);
        HttpResponse<String> over = doors.admit("r3", 1);
        // One comes back in half a minute, both in a whole one.
        assertThat(over.headers().firstValue("ratelimit")).contains("\"rpm\";r=0;t=30");
        assertThat(over.headers().allValues("retry-after")).containsExactly("30");
        assertThat(OpenAdmissions.json(over).path("retry_after_ms").asLong()).isEqualTo(30_000);
    }

    @Test
    void metricsCountAdmissions() throws Exception {
        doors.treatment =
                new Treatment("acme", Tier.WATCH, Tier.THROTTLE, LimitPlan.NONE, "", 1, true, Optional.of("plan"));
        doors.admit("r1", 600);
        doors.admit("r2", 600);
        doors.post("/v1/admit", "{}");
        doors.stumbles = true;
        assertThat(doors.admit("r3", 1).statusCode()).isEqualTo(503);
        doors.stumbles = false;
        doors.decides = false;
        assertThat(doors.admit("r4", 1).statusCode()).isEqualTo(503);
        assertThat(doors.get("/metrics").body())
                .contains("stillwatch_limiter_answers_total{answer=\"passed\",door=\"admit\"} 1.0")
                .contains("stillwatch_limiter_answers_total{answer=\"refused\",door=\"admit\"} 1.0")
                .contains("stillwatch_limiter_answers_total{answer=\"invalid\",door=\"admit\"} 1.0")
                .contains("stillwatch_limiter_answers_total{answer=\"undecided\",door=\"admit\"} 2.0")
                .contains("stillwatch_limiter_would_refuse_total{door=\"admit\"} 1.0");
    }

    @Test
    void aSubjectsLimitsHoldWhatIsLeftOfItsTokens() throws Exception {
        doors.admit("r1", 200);
        HttpResponse<String> about = doors.get("/v1/limits/acme");
        assertThat(about.statusCode()).isEqualTo(200);
        assertThat(about.body())
                .isEqualTo("{\"subject\":\"acme\",\"limits\":[{\"domain\":\"llm\",\"key\":\"account\",\"passes\":true,"
                        + "\"left\":{\"rpm\":{\"limit\":60,\"left\":59,\"until_full_ms\":1000},"
                        + "\"otpm\":{\"limit\":600,\"left\":400,\"until_full_ms\":0}}}]}");
        assertThat(doors.get("/v1/limits/acme").body()).isEqualTo(about.body());
        doors.factor = 0.5;
        doors.treatment = OpenAdmissions.throttled(LimitPlan.NONE, true);
        assertThat(OpenAdmissions.json(doors.get("/v1/limits/acme"))
                        .at("/limits/0/left/otpm/limit")
                        .asLong())
                .isEqualTo(300);
        doors.limits = Map.of();
        assertThat(OpenAdmissions.json(doors.get("/v1/limits/other"))
                        .at("/limits/0/why")
                        .asText())
                .isEqualTo("no limit of the file is for this key alone");
    }

    @Test
    void aLimitOfTheFileOnRequestsHoldsCallsToModelsToo() throws Exception {
        CurrentLimit three = new CurrentLimit(new Rate(3, Unit.MINUTE), "per-account");
        doors.limits = Map.of(Dimension.OTPM, 600L);
        doors.requests = new DescriptorStatus(
                DescriptorStatus.Code.OK, Optional.of(three), 2, Duration.ofSeconds(20), Optional.empty());
        HttpResponse<String> passed = doors.admit("r1", 10);
        assertThat(passed.headers().firstValue("x-ratelimit-remaining-requests"))
                .contains("2");
        assertThat(passed.headers().firstValue("x-ratelimit-remaining-tokens")).contains("590");
        doors.requests = new DescriptorStatus(
                DescriptorStatus.Code.OVER_LIMIT,
                Optional.of(three),
                0,
                Duration.ofSeconds(20),
                Optional.of(Duration.ofSeconds(20)));
        HttpResponse<String> refused = doors.admit("r2", 10);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).contains("20");
        assertThat(refused.headers().firstValue("x-ratelimit-remaining-requests"))
                .contains("0");
        JsonNode told = OpenAdmissions.json(refused);
        assertThat(told.path("reason").asText()).isEqualTo("over_limit");
        assertThat(told.at("/problem/violated-policies/0").asText()).isEqualTo("per-account");
        assertThat(doors.admit("r1", 10).statusCode())
                .as("the call that is admitted already")
                .isEqualTo(200);
        assertThat(doors.reservations.open()).isEqualTo(1);
    }

    @Test
    void aCallIsEndedByTheGatewaysOwnIdToo() throws Exception {
        doors.admit("r1", 200);
        String call = "{'account': 'acme', 'request_id': 'r1'}";
        assertThat(doors.post("/v1/cancel", call).body()).isEqualTo("{\"outcome\":\"cancelled\",\"changed\":true}");
        assertThat(doors.post("/v1/cancel", call).body())
                .isEqualTo("{\"outcome\":\"already_cancelled\",\"changed\":false}");
        doors.admit("r2", 200);
        assertThat(OpenAdmissions.json(doors.post("/v1/settle", call.replace("r1", "r2")))
                        .path("outcome")
                        .asText())
                .isEqualTo("estimate_kept");
        HttpResponse<String> unknown = doors.post("/v1/settle", call.replace("r1", "r9"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(OpenAdmissions.json(unknown).path("outcome").asText()).isEqualTo("unknown");
        assertThat(doors.post("/v1/cancel", "{'reservation': 'nothing'}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aLimiterThatCannotTellAdmitsNothing() throws Exception {
        doors.decides = false;
        assertThat(doors.admit("r1", 1).statusCode()).isEqualTo(503);
        assertThat(doors.reservations.open()).isZero();
    }
}
