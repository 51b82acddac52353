// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import static dev.stillwatch.ratelimit.header.Answered.over;
import static dev.stillwatch.ratelimit.header.Answered.refused;
import static dev.stillwatch.ratelimit.header.Answered.treated;
import static dev.stillwatch.ratelimit.header.Answered.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.Unit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusalTest {
    private static final DescriptorStatus OVER =
            over("rpm", 60, Unit.MINUTE, Duration.ofSeconds(20), Optional.of(Duration.ofSeconds(20)));
    private static final String QUOTA =
            "{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\",\"title\":\"Request cannot be"
                    + " satisfied as assigned quota has been exceeded\",\"status\":429,\"violated-policies\":[\"rpm\"]}";

    @Test
    void aLimitOfTheFileIsAQuota() {
        DescriptorStatus within = within("daily", 1_000, Unit.DAY, 3, Duration.ofHours(1));
        assertThat(Refusal.of(refused(within, OVER))).isEqualTo(new Refusal(429, QUOTA));
        assertThat(Refusal.of(refused(treated(Tier.WATCH, true), OVER))).isEqualTo(new Refusal(429, QUOTA));
    }

    @Test
    void aLimitOfTheFileIsAQuotaForSomebodyThrottledToo() {
        Treatment throttled =
                new Treatment("a", Tier.THROTTLE, Tier.THROTTLE, LimitPlan.NONE, "", 1, true, Optional.empty());
        assertThat(Refusal.of(refused(throttled, OVER))).isEqualTo(new Refusal(429, QUOTA));
    }

    @Test
    void anOpenStepIsAbnormalUsageAndTellsNoReason() {
        Refusal refusal = Refusal.of(refused(treated(Tier.THROTTLE, true), OVER));
        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.problem())
                .contains("#abnormal-usage-detected\"", "\"violated-policies\":[\"rpm\"]")
                .doesNotContain("reasoning", "acct-1");
    }

    @Test
    void anOpenSuspensionIsForbidden() {
        Refusal refusal = Refusal.of(refused(treated(Tier.SUSPEND, true), OVER));
        assertThat(refusal.status()).isEqualTo(403);
        assertThat(refusal.problem()).contains("\"status\":403", "#abnormal-usage-detected\"");
    }

    @Test
    void aSilentStepLooksLikeAQuota() {
        for (Tier tier : Tier.values()) {
            assertThat(Refusal.of(refused(treated(tier, false), OVER)))
                    .as(tier.label())
                    .isEqualTo(new Refusal(429, QUOTA));
        }
    }

    @Test
    void aTreatmentTellsTheGatewayWhatToStripWhetherSilentOrNot() {
        for (boolean visible : new boolean[] {true, false}) {
            assertThat(UpstreamHeaders.of(treated(Tier.RESTRICT, visible)))
                    .containsExactly(
                            new Header("x-stillwatch-tier", "restrict"),
                            new Header("x-stillwatch-max-tokens", "512"),
                            new Header("x-stillwatch-max-n", "1"),
                            new Header("x-stillwatch-strip-logprobs", "true"),
                            new Header("x-stillwatch-strip-reasoning", "true"))
                    .allMatch(header -> UpstreamHeaders.NAMES.contains(header.name()));
        }
        assertThat(UpstreamHeaders.of(treated(Tier.WATCH, true))).isEmpty();
        assertThat(UpstreamHeaders.of(Treatment.NONE)).isEmpty();
        Treatment plain =
                new Treatment("a", Tier.THROTTLE, Tier.THROTTLE, LimitPlan.NONE, "", 1, true, Optional.empty());
        assertThat(UpstreamHeaders.of(plain)).containsExactly(new Header("x-stillwatch-tier", "throttle"));
    }
}
