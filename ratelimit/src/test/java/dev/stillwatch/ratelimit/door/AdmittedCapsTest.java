// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What an admission caps is told to the model server, whoever caps it: gateways in Lua write no body anew. */
class AdmittedCapsTest {
    private final OpenAdmissions doors;

    AdmittedCapsTest() throws IOException {
        doors = new OpenAdmissions();
    }

    @AfterEach
    void close() {
        doors.close();
    }

    @Test
    void whatAnAccountOfGoodStandingIsHeldForIsMostThatItGets() throws Exception {
        HttpResponse<String> admitted = call("r1", ", 'max_tokens': 200, 'n': 2");
        assertCaps(admitted, "200", "2");
        assertThat(admitted.headers().firstValue("x-stillwatch-tier")).isEmpty();
    }

    @Test
    void aCallWithoutAnyCapHasTheOneThatFitsItsLimit() throws Exception {
        assertCaps(call("r1", ""), "600", "1");
        doors.limits = Map.of(Dimension.RPM, 60L);
        HttpResponse<String> uncapped = call("r2", "");
        assertThat(uncapped.headers().firstValue("x-stillwatch-max-tokens")).isEmpty();
        assertThat(uncapped.headers().firstValue("x-stillwatch-max-n")).contains("1");
    }

    @Test
    void ofPlanAndAdmissionTheLesserHolds() throws Exception {
        doors.treatment = enforced(Tier.RESTRICT, 80, 4);
        assertCaps(call("r1", ", 'max_tokens': 200, 'n': 6"), "80", "4");
        assertCaps(call("r2", ", 'max_tokens': 20"), "20", "1");
        // Admitted with more before its account's standing was this bad.
        doors.treatment = enforced(Tier.RESTRICT, 10, 2);
        assertCaps(call("r1", ", 'max_tokens': 200, 'n': 6"), "10", "2");
    }

    @Test
    void aPlanThatIsNotEnforcedCapsNothing() throws Exception {
        doors.treatment = enforced(Tier.WATCH, 80, 1);
        assertThat(call("r1", ", 'max_tokens': 70").headers().map().keySet())
                .doesNotContain("x-stillwatch-tier", "x-stillwatch-strip-logprobs");
    }

    @Test
    void aRefusalTellsNothingOfIt() throws Exception {
        doors.limits = Map.of(Dimension.RPM, 0L);
        HttpResponse<String> refused = call("r1", "");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().map().keySet()).noneMatch(name -> name.startsWith("x-stillwatch"));
    }

    private HttpResponse<String> call(String id, String caps) throws IOException, InterruptedException {
        return doors.post(
                "/v1/admit",
                "{'domain': 'llm', 'account': 'acme', 'request_id': '" + id + "', 'input_tokens': 1" + caps + "}");
    }

    private static void assertCaps(HttpResponse<String> admitted, String maxTokens, String choices) {
        assertThat(admitted.statusCode()).isEqualTo(200);
        assertThat(admitted.headers().allValues("x-stillwatch-max-tokens")).containsExactly(maxTokens);
        assertThat(admitted.headers().allValues("x-stillwatch-max-n")).containsExactly(choices);
    }

    private static Treatment enforced(Tier tier, int maxTokens, int choices) {
        LimitPlan plan = new LimitPlan(-1, -1, maxTokens, choices, true, false);
        return new Treatment("acme", tier, Tier.RESTRICT, plan, "", 1, true, Optional.empty());
    }
}
