// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Treatment;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a standing's plan makes of calls to models, and who is told. */
class AdmittedPlansTest {
    private final OpenAdmissions doors;

    AdmittedPlansTest() throws IOException {
        doors = new OpenAdmissions();
    }

    @AfterEach
    void close() {
        doors.close();
    }

    @Test
    void theStandingsPlanCapsACall() throws Exception {
        doors.treatment = new Treatment(
                "ring-1",
                Tier.THROTTLE,
                Tier.THROTTLE,
                new LimitPlan(-1, 200, 80, 1, false, false),
                "",
                1,
                true,
                Optional.empty());
        JsonNode capped = OpenAdmissions.json(doors.admit("r1", 500));
        assertThat(capped.path("max_tokens").asLong()).isEqualTo(80);
        HttpResponse<String> over = doors.admit("r2", 500);
        assertThat(OpenAdmissions.json(over).path("dimension").asText()).isEqualTo("output_tokens_per_hour");
        assertThat(over.headers().map().keySet()).noneMatch(name -> name.contains("hour"));
        doors.treatment = new Treatment(
                "acme",
                Tier.SUSPEND,
                Tier.SUSPEND,
                new LimitPlan(0, 0, 0, 0, true, true),
                "",
                1,
                true,
                Optional.empty());
        HttpResponse<String> blocked = doors.admit("r3", 500);
        assertThat(blocked.statusCode()).isEqualTo(429);
        assertThat(OpenAdmissions.json(blocked).at("/treatment/tier").asText()).isEqualTo("suspend");
        assertThat(OpenAdmissions.json(blocked).path("reason").asText()).isEqualTo("blocked");
    }

    @Test
    void theGatewayIsToldWhatToDoToACall() throws Exception {
        assertThat(OpenAdmissions.json(doors.admit("r1", 1)).has("treatment")).isFalse();
        doors.treatment = new Treatment(
                "acme",
                Tier.RESTRICT,
                Tier.RESTRICT,
                new LimitPlan(-1, 100, 80, 1, true, true),
                "asks for step-by-step reasoning",
                4,
                false,
                Optional.empty());
        HttpResponse<String> restricted = doors.admit("r2", 10);
        assertThat(restricted.headers().firstValue("x-stillwatch-tier")).contains("restrict");
        assertThat(restricted.headers().firstValue("x-stillwatch-max-tokens")).contains("10");
        assertThat(restricted.headers().firstValue("x-stillwatch-strip-logprobs"))
                .contains("true");
        assertThat(OpenAdmissions.json(restricted).path("treatment").toString())
                .isEqualTo("{\"subject\":\"acme\",\"tier\":\"restrict\",\"would_be\":\"restrict\","
                        + "\"reason\":\"asks for step-by-step reasoning\",\"standing_version\":4,\"visible\":false,"
                        + "\"plan\":{\"exchanges_per_hour\":-1,\"output_tokens_per_hour\":100,\"max_tokens\":80,"
                        + "\"choices\":1,\"strip_logprobs\":true,\"strip_reasoning\":true}}");
    }

    @Test
    void anAdmissionThatNoShadowModeSparedIsNotCountedAsSpared() throws Exception {
        doors.treatment = OpenAdmissions.throttled(new LimitPlan(1, -1, -1, -1, false, false), true);
        assertThat(doors.admit("r1", 1).statusCode()).isEqualTo(200);
        // The plan is used up now, but not for the call that used it.
        assertThat(doors.admit("r1", 1).statusCode()).isEqualTo(200);
        assertThat(doors.get("/metrics").body()).contains("stillwatch_limiter_would_refuse_total{door=\"admit\"} 0.0");
    }

    @Test
    void aSilentStepShowsInNoHeader() throws Exception {
        doors.factor = 0.5;
        doors.treatment = OpenAdmissions.throttled(new LimitPlan(2, -1, -1, -1, false, false), false);
        HttpResponse<String> admitted = doors.admit("r1", 200);
        assertThat(admitted.headers().firstValue("x-ratelimit-limit-tokens")).contains("600");
        assertThat(admitted.headers().firstValue("x-ratelimit-remaining-tokens"))
                .as("what the step withholds is told as if it were left")
                .contains("400");
        assertThat(OpenAdmissions.json(admitted).at("/left/otpm/limit").asLong())
                .isEqualTo(300);
        doors.admit("r2", 1);
        HttpResponse<String> silently = doors.admit("r3", 1);
        assertThat(OpenAdmissions.json(silently).path("dimension").asText()).isEqualTo("exchanges_per_hour");
        assertThat(silently.headers().firstValue("retry-after")).isEmpty();
        assertThat(OpenAdmissions.json(silently).path("problem").toString())
                .contains("#quota-exceeded")
                .endsWith("\"violated-policies\":[]}");
        // A limit of the file refuses as it would any other day.
        doors.treatment = OpenAdmissions.throttled(LimitPlan.NONE, false);
        HttpResponse<String> over = doors.admit("r4", 200);
        assertThat(OpenAdmissions.json(over).path("dimension").asText()).isEqualTo("otpm");
        assertThat(over.headers().firstValue("retry-after")).contains("1");

        doors.treatment = OpenAdmissions.throttled(new LimitPlan(2, -1, -1, -1, false, false), true);
        HttpResponse<String> openly = doors.admit("r5", 1);
        assertThat(openly.headers().firstValue("retry-after")).isPresent();
        assertThat(OpenAdmissions.json(openly).at("/problem/type").asText()).endsWith("#abnormal-usage-detected");
        assertThat(openly.headers().firstValue("x-ratelimit-limit-tokens")).contains("300");
    }

    @Test
    void anExchangeIsTakenOfEachCallThatIsAdmittedAndTold() throws Exception {
        doors.treatment = OpenAdmissions.throttled(new LimitPlan(3, -1, -1, -1, false, false), true);
        assertThat(OpenAdmissions.json(doors.admit("r1", 1))
                        .at("/left/exchanges_per_hour")
                        .toString())
                .isEqualTo("{\"limit\":3,\"left\":2,\"until_full_ms\":3600000}");
        doors.admit("r1", 1);
        assertThat(doors.exchanges).as("of the same call again").hasValue(1);
        assertThat(doors.admit("r2", 10).statusCode()).isEqualTo(200);
        assertThat(doors.admit("r3", 600).statusCode()).isEqualTo(429);
        assertThat(doors.exchanges).as("of a call above the file's limit").hasValue(2);
        doors.limits = Map.of();
        doors.post("/v1/cancel", "{'account': 'acme', 'request_id': 'r2'}");
        assertThat(doors.exchanges).as("of a call that was cancelled").hasValue(2);
        assertThat(doors.admit("r4", 1).statusCode()).isEqualTo(200);
        HttpResponse<String> over = doors.admit("r5", 1);
        assertThat(over.statusCode()).isEqualTo(429);
        assertThat(over.headers().firstValue("retry-after")).contains("3600");
        assertThat(OpenAdmissions.json(over).path("reason").asText()).isEqualTo("over_limit");
        assertThat(OpenAdmissions.json(over).at("/left/exchanges_per_hour/left").asLong(-1))
                .isZero();
    }

    @Test
    void aCallTakesOneOfItsPlanAndTheSameCallAgainNothing() throws Exception {
        doors.admit("r1", 1);
        assertThat(doors.asked)
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.hits()).isEmpty());
        doors.admit("r1", 1);
        assertThat(doors.asked)
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.hits()).hasValue(0));
        doors.post(
                "/v1/admit",
                OpenAdmissions.CALL.formatted("r2", 1).replace("{", "{'descriptors': 'org=o;account=acme', "));
        assertThat(doors.asked)
                .singleElement()
                .satisfies(one -> assertThat(one.entries()).hasSize(2));
        doors.post("/v1/admit", "{'domain': 'llm', 'account': 'acme', 'input_tokens': 1}");
        assertThat(doors.asked).hasSize(1);
    }
}
