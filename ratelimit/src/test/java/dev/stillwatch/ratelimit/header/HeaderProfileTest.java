// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.header;

import static dev.stillwatch.ratelimit.header.Answered.over;
import static dev.stillwatch.ratelimit.header.Answered.passed;
import static dev.stillwatch.ratelimit.header.Answered.refused;
import static dev.stillwatch.ratelimit.header.Answered.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaderProfileTest {
    private static final Instant NOW = Instant.parse("2026-11-26T06:00:00.250Z");

    private static Map<String, String> headers(HeaderProfile profile, LimitResponse response) {
        Map<String, String> map = new LinkedHashMap<>();
        profile.headers(response, NOW).forEach(header -> map.put(header.name(), header.value()));
        return map;
    }

    @Test
    void noneTellsOnlyWhenToComeBack() {
        DescriptorStatus half = within("rpm", 60, Unit.MINUTE, 30, Duration.ofSeconds(20));
        assertThat(headers(HeaderProfile.NONE, passed(half))).isEmpty();
        assertThat(headers(
                        HeaderProfile.NONE, refused(over("rpm", 60, Unit.MINUTE, Duration.ofSeconds(20), seconds(20)))))
                .containsExactly(Map.entry("retry-after", "20"));
    }

    @Test
    void legacyHeadersTellOfTheTightestLimitOnRequests() {
        LimitResponse response = passed(
                within("daily", 1_000, Unit.DAY, 900, Duration.ofHours(3)),
                within("rpm", 60, Unit.MINUTE, 12, Duration.ofMillis(20_001)),
                within("tpm", 40_000, Unit.MINUTE, 5, Duration.ofSeconds(1)));
        assertThat(headers(HeaderProfile.X_RATELIMIT, response))
                .containsExactly(
                        Map.entry("x-ratelimit-limit", "60"),
                        Map.entry("x-ratelimit-remaining", "12"),
                        Map.entry("x-ratelimit-reset", "21"));
        assertThat(headers(
                        HeaderProfile.X_RATELIMIT,
                        passed(within("tpm", 40_000, Unit.MINUTE, 5, Duration.ofSeconds(1)))))
                .isEmpty();
    }

    @Test
    void openAiHeadersTellRequestsAndTokensApart() {
        LimitResponse response = passed(
                within("rpm", 60, Unit.MINUTE, 59, Duration.ofMillis(1_000)),
                within("itpm", 40_000, Unit.MINUTE, 39_500, Duration.ofMillis(750)),
                within("otpm", 8_000, Unit.MINUTE, 7_000, Duration.ofSeconds(7).plusMillis(660)),
                within("usd", 25, Unit.DAY, 1, Duration.ofHours(1)));
        assertThat(headers(HeaderProfile.OPENAI, response))
                .containsExactly(
                        Map.entry("x-ratelimit-limit-requests", "60"),
                        Map.entry("x-ratelimit-remaining-requests", "59"),
                        Map.entry("x-ratelimit-reset-requests", "1s"),
                        Map.entry("x-ratelimit-limit-tokens", "8000"),
                        Map.entry("x-ratelimit-remaining-tokens", "7000"),
                        Map.entry("x-ratelimit-reset-tokens", "7.66s"));
    }

    @Test
    void openAiSpansAreThoseOfItsClients() {
        assertThat(OpenAiHeaders.span(Duration.ZERO)).isEqualTo("0ms");
        assertThat(OpenAiHeaders.span(Duration.ofNanos(1))).isEqualTo("1ms");
        assertThat(OpenAiHeaders.span(Duration.ofMillis(12))).isEqualTo("12ms");
        assertThat(OpenAiHeaders.span(Duration.ofMinutes(6))).isEqualTo("6m0s");
        assertThat(OpenAiHeaders.span(Duration.ofMillis(179_560))).isEqualTo("2m59.56s");
        assertThat(OpenAiHeaders.span(Duration.ofMillis(1_005))).isEqualTo("1.005s");
        assertThat(OpenAiHeaders.span(Duration.ofMillis(1_100))).isEqualTo("1.1s");
        assertThat(OpenAiHeaders.span(Duration.ofMillis(1_010))).isEqualTo("1.01s");
        assertThat(OpenAiHeaders.span(Duration.ofMillis(59_999))).isEqualTo("59.999s");
        assertThat(OpenAiHeaders.span(Duration.ofHours(24))).isEqualTo("24h0m0s");
        assertThat(OpenAiHeaders.span(Duration.ofDays(365))).isEqualTo("8760h0m0s");
    }

    @Test
    void anthropicHeadersTellInstantsAndThousands() {
        LimitResponse response = passed(
                within("rpm", 60, Unit.MINUTE, 59, Duration.ofMillis(29_750)),
                within("itpm", 40_000, Unit.MINUTE, 39_999, Duration.ofSeconds(30)),
                within("otpm", 8_000, Unit.MINUTE, 999, Duration.ofSeconds(30)));
        assertThat(headers(HeaderProfile.ANTHROPIC, response))
                .containsExactly(
                        Map.entry("anthropic-ratelimit-requests-limit", "60"),
                        Map.entry("anthropic-ratelimit-requests-remaining", "59"),
                        Map.entry("anthropic-ratelimit-requests-reset", "2026-11-26T06:00:30Z"),
                        Map.entry("anthropic-ratelimit-tokens-limit", "8000"),
                        Map.entry("anthropic-ratelimit-tokens-remaining", "999"),
                        Map.entry("anthropic-ratelimit-tokens-reset", "2026-11-26T06:00:31Z"),
                        Map.entry("anthropic-ratelimit-input-tokens-limit", "40000"),
                        Map.entry("anthropic-ratelimit-input-tokens-remaining", "39000"),
                        Map.entry("anthropic-ratelimit-input-tokens-reset", "2026-11-26T06:00:31Z"),
                        Map.entry("anthropic-ratelimit-output-tokens-limit", "8000"),
                        Map.entry("anthropic-ratelimit-output-tokens-remaining", "999"),
                        Map.entry("anthropic-ratelimit-output-tokens-reset", "2026-11-26T06:00:31Z"));
    }

    @Test
    void ietfHeadersAreStructuredFields() {
        LimitResponse response = passed(
                within("burst", 100, Unit.MINUTE, 50, Duration.ofMillis(29_001)),
                within("", 1_000, Unit.DAY, 999, Duration.ofHours(2)),
                within("account/tpd", 2_000_000, Unit.DAY, 7, Duration.ofHours(2)),
                within("itpm", 5, Unit.MINUTE, 4, Duration.ofSeconds(2)),
                within("otpm", 6, Unit.MINUTE, 3, Duration.ofSeconds(2)),
                within("concurrency", 8, Unit.SECOND, 3, Duration.ZERO),
                within("usd", 25, Unit.DAY, 1, Duration.ofHours(1)));
        assertThat(headers(HeaderProfile.IETF, response))
                .containsExactly(
                        Map.entry(
                                "ratelimit-policy",
                                "\"burst\";q=100;w=60, \"1000-per-day\";q=1000;w=86400,"
                                        + " \"account/tpd\";q=2000000;w=86400;stillwatch-unit=\"tokens\","
                                        + " \"itpm\";q=5;w=60;stillwatch-unit=\"input-tokens\","
                                        + " \"otpm\";q=6;w=60;stillwatch-unit=\"output-tokens\","
                                        + " \"concurrency\";q=8;qu=\"concurrent-requests\""),
                        Map.entry(
                                "ratelimit",
                                "\"burst\";r=50;t=30, \"1000-per-day\";r=999;t=7200, \"account/tpd\";r=7;t=7200,"
                                        + " \"itpm\";r=4;t=2, \"otpm\";r=3;t=2, \"concurrency\";r=3"));
        assertThat(headers(HeaderProfile.IETF, passed(DescriptorStatus.NO_LIMIT)))
                .isEmpty();
    }

    @Test
    void twoStatusesOfOnePolicyAreToldOnceByTheTighter() {
        LimitResponse response = passed(
                within("rpm", 60, Unit.MINUTE, 40, Duration.ofSeconds(9)),
                within("rpm", 60, Unit.MINUTE, 7, Duration.ofSeconds(9)),
                within("rpm", 60, Unit.MINUTE, 30, Duration.ofSeconds(9)));
        assertThat(headers(HeaderProfile.IETF, response)).containsEntry("ratelimit", "\"rpm\";r=7;t=9");
    }

    @Test
    void unlimitedIsNotTold() {
        DescriptorStatus unlimited = new DescriptorStatus(
                DescriptorStatus.Code.OK,
                Optional.of(new CurrentLimit(new Rate(0, Unit.SECOND), "free")),
                DescriptorStatus.UNLIMITED,
                Duration.ZERO,
                Optional.empty());
        for (HeaderProfile profile : HeaderProfile.values()) {
            assertThat(headers(profile, passed(unlimited))).as(profile.label()).isEmpty();
        }
    }

    @Test
    void whatWillNeverPassHasNoRetryAfter() {
        LimitResponse never = refused(
                over("rpm", 60, Unit.MINUTE, Duration.ofSeconds(20), seconds(20)),
                over("tpm", 100, Unit.MINUTE, Duration.ofSeconds(20), Optional.empty()));
        for (HeaderProfile profile : HeaderProfile.values()) {
            assertThat(headers(profile, never)).as(profile.label()).doesNotContainKey("retry-after");
        }
        assertThat(headers(HeaderProfile.NONE, refused())).isEmpty();
    }

    @Test
    void retryAfterIsNeverEarlierThanAnExceededLimitsWindow() {
        Random random = new Random(17);
        for (int round = 0; round < 2_000; round++) {
            DescriptorStatus[] statuses = new DescriptorStatus[1 + random.nextInt(4)];
            for (int i = 0; i < statuses.length; i++) {
                Duration reset = Duration.ofNanos(random.nextLong(86_400_000_000_000L));
                Duration retry = Duration.ofNanos(random.nextLong(reset.toNanos() + 1));
                statuses[i] = over("p" + i, 60, Unit.DAY, reset, Optional.of(retry));
            }
            Map<String, String> headers = headers(HeaderProfile.IETF, refused(statuses));
            long retryAfter = Long.parseLong(headers.getOrDefault("retry-after", "-1"));
            assertThat(Arrays.stream(headers.getOrDefault("ratelimit", "").split(", "))
                            .mapToLong(item -> Long.parseLong(item.substring(item.indexOf(";t=") + 3))))
                    .as("round %d", round)
                    .hasSize(statuses.length)
                    .allMatch(t -> t <= retryAfter);
        }
    }

    @Test
    void aSilentStepTellsWhatNoStepTells() {
        DescriptorStatus over = over("rpm", 60, Unit.MINUTE, Duration.ofSeconds(20), seconds(20));
        for (HeaderProfile profile : HeaderProfile.values()) {
            assertThat(headers(profile, refused(Answered.treated(Tier.RESTRICT, false), over)))
                    .as(profile.label())
                    .isEqualTo(headers(profile, refused(over)));
        }
    }

    @Test
    void everyProfileIsFoundByItsName() {
        for (HeaderProfile profile : HeaderProfile.values()) {
            assertThat(HeaderProfile.of(profile.label())).contains(profile);
        }
        assertThat(HeaderProfile.of("x-ratelimit")).contains(HeaderProfile.X_RATELIMIT);
        assertThat(HeaderProfile.of("rfc")).isEmpty();
    }

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }
}
