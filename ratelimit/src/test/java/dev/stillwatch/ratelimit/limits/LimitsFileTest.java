// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.yaml.RefusedException;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import dev.stillwatch.ratelimit.reserve.Allowance;
import dev.stillwatch.ratelimit.reserve.Dimension;
import dev.stillwatch.ratelimit.reserve.TokenPrices;
import dev.stillwatch.ratelimit.reserve.TokenWeights;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file says is what is read. */
class LimitsFileTest {
    @Test
    void aWholeFileOfTheirs() throws RefusedException {
        Limits limits = Loaded.of("""
                ---
                domain: shop
                descriptors:
                  - key: route
                    value: /pay
                    shadow_mode: yes
                    detailed_metric: true
                    rate_limit:
                      name: pay
                      replaces:
                        - name: all
                        - name: most
                      unit: Week
                      requests_per_unit: 1_000
                  - key: route
                    quota_mode: On
                    metadata:
                      go: there
                      deep: {list: [1, two, {three: 3.5}, null], nothing: null, flag: false}
                      nothing: null
                    rate_limit:
                      unit: YEAR
                    descriptors:
                      - key: who
                        rate_limit: {unlimited: true}
                  - key: allowed
                """);

        Limit pay = Loaded.rule(limits, "shop", "route", "/pay").limit().orElseThrow();
        assertThat(pay.rate()).contains(new Rate(1000, Unit.WEEK));
        assertThat(pay.name()).isEqualTo("pay");
        assertThat(pay.replaces()).containsExactly("all", "most");
        assertThat(pay.shadow()).isTrue();
        assertThat(pay.quota()).isFalse();
        assertThat(pay.bucket()).isEmpty();
        Limit route = Loaded.rule(limits, "shop", "route", "/other").limit().orElseThrow();
        assertThat(route.rate()).contains(new Rate(0, Unit.YEAR));
        assertThat(route.quota()).isTrue();
        assertThat(route.metadata())
                .isEqualTo(Map.of(
                        "go",
                        "there",
                        "deep",
                        Map.of("list", List.of(1.0, "two", Map.of("three", 3.5)), "flag", false)));
        assertThat(Loaded.rule(limits, "shop", "route", "x", "who", "y")
                        .limit()
                        .orElseThrow()
                        .rate())
                .isEmpty();
        assertThat(Loaded.rule(limits, "shop", "allowed", "x").limit()).isEmpty();
        assertThat(limits.domain("elsewhere")).isNull();
        assertThat(Objects.requireNonNull(limits.domain("shop")).settings()).isEqualTo(DomainSettings.DEFAULT);
        assertThat(limits.domains()).containsOnlyKeys("shop");
        for (Rule rule : limits.rules()) {
            assertThat(limits.rules().get(rule.number())).isSameAs(rule);
            assertThat(rule.metric()).startsWith("shop.");
        }
    }

    @ParameterizedTest
    @CsvSource({"007, 007", "+12065550100, +12065550100", "true, true", "yes, yes", "0x1F, 0x1F", "'\"12\"', 12"})
    void aNameThatLooksLikeSomethingElseIsWhatIsWritten(String written, String value) throws RefusedException {
        Limits limits = Loaded.of("{domain: d, descriptors: [{key: k, value: " + written + "}]}");

        assertThat(Loaded.rule(limits, "d", "k", value).steps()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "60, 60",
        "+60, 60",
        "1_000, 1000",
        "0x10, 16",
        "010, 8",
        "0o10, 8",
        "0b11, 3",
        "0, 0",
        "4294967295, 4294967295"
    })
    void aNumberMayBeWrittenAsInYamlOfOld(String written, long requests) throws RefusedException {
        Limits limits = Loaded.of(
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: day, requests_per_unit: " + written + "}}]}");

        assertThat(Loaded.rule(limits, "d", "k", "").limit().orElseThrow().rate())
                .contains(new Rate(requests, Unit.DAY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Known keys where they mean nothing are passed over there too.
                "{domain: d, unit: day, descriptors: [{key: k, unlimited: true, rate_limit: {unit: day, shadow_mode: true}}]}",
                "{domain: d, descriptors: null}",
                "{domain: d, descriptors: [{key: k, value: null, rate_limit: null, descriptors: null, metadata: null}]}",
                "{domain: d, descriptors: [{key: k, rate_limit: {unlimited: true, unit: whatever}}]}",
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: day, replaces: [{name: unknown}]}}]}",
                "{domain: d, descriptors: [{key: k, value: '*', share_threshold: false}, {key: '*', share_threshold: true}]}",
                "{domain: d, descriptors: [{key: k, shadow_mode: true}, {key: k_v}, {key: k, value: v}]}",
                "{domain: d, descriptors: [{key: k, rate_limit: {unit: day, requests_per_unit: '5'}}]}",
                "domain: d\ndescriptors: # none\n",
                "domain: 7\n"
            })
    void whatTheyLoadLoads(String yaml) {
        assertThat(Loaded.problems(yaml)).isEmpty();
    }

    @Test
    void metadataThatJsonHasNoNumberForIsText() throws Exception {
        Limits limits = Loaded.of("""
                domain: d
                descriptors:
                  - key: k
                    metadata: {a: .inf, b: [-.inf, .nan], c: 1.0e+999, d: 1.0e+9}
                    rate_limit: {unit: day, requests_per_unit: 1}
                """);

        assertThat(Loaded.rule(limits, "d", "k", "x").limit().orElseThrow().metadata())
                .hasEntrySatisfying("a", a -> assertThat(a).isInstanceOf(String.class))
                .hasEntrySatisfying("b", b -> assertThat((List<?>) b).allMatch(String.class::isInstance))
                .hasEntrySatisfying("c", c -> assertThat(c).isInstanceOf(String.class))
                .containsEntry("d", 1e9);
    }

    @Test
    void anchorsAndMergeKeysStandForCopies() throws RefusedException {
        Limits limits = Loaded.of("""
                domain: d
                descriptors:
                  - key: a
                    rate_limit: &slow {unit: hour, requests_per_unit: 5}
                  - key: b
                    rate_limit: *slow
                  - key: c
                    rate_limit: {<<: *slow, requests_per_unit: 7}
                  - key: e
                    rate_limit:
                      <<: [{name: first}, *slow, {name: second}]
                """);

        assertThat(rate(limits, "b")).isEqualTo(new Rate(5, Unit.HOUR));
        assertThat(rate(limits, "c")).isEqualTo(new Rate(7, Unit.HOUR));
        assertThat(Loaded.rule(limits, "d", "e", "").limit().orElseThrow().name())
                .isEqualTo("first");
        assertThat(rate(limits, "e")).isEqualTo(new Rate(5, Unit.HOUR));
    }

    @Test
    void ourBlocksAreRead() throws RefusedException {
        Limits limits = Loaded.of("""
                domain: llm
                stillwatch:
                  headers: x-ratelimit
                  subjects: [org, account]
                  tiers: {throttle: 0.5, restrict: 0.1}
                  steps: {throttle: silent, restrict: visible}
                descriptors:
                  - key: account
                    rate_limit: {unit: minute, requests_per_unit: 60}
                    stillwatch:
                      algorithm: token_bucket
                      burst: 100
                      strict: true
                      tokens:
                        {rpm: 60, itpm: 40000, otpm: 8000, tpd: 2000000, usd: 25.5, concurrency: 0, prices: {input: 2.5}}
                  - key: key
                    rate_limit: {unit: minute, requests_per_unit: 0}
                    stillwatch: {algorithm: token_bucket}
                  - key: model
                    stillwatch: {tokens: {otpm: 1}}
                  - key: plain
                    rate_limit: {unit: minute, requests_per_unit: 9}
                    stillwatch: {algorithm: fixed_window}
                """);

        Rule account = Loaded.rule(limits, "llm", "account", "a");
        assertThat(account.limit().orElseThrow().bucket()).contains(new Limit.BucketSize(100, true));
        assertThat(account.tokens().orElseThrow().limits())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Dimension.RPM, 60L,
                        Dimension.ITPM, 40_000L,
                        Dimension.OTPM, 8_000L,
                        Dimension.TPD, 2_000_000L,
                        Dimension.USD, 25_500_000L,
                        Dimension.CONCURRENCY, 0L));
        assertThat(Loaded.rule(limits, "llm", "key", "k").limit().orElseThrow().bucket())
                .contains(new Limit.BucketSize(1, false));
        Rule model = Loaded.rule(limits, "llm", "model", "m");
        assertThat(model.limit()).isEmpty();
        assertThat(model.tokens()).contains(Allowance.of(Map.of(Dimension.OTPM, 1L)));
        assertThat(Loaded.rule(limits, "llm", "plain", "p")
                        .limit()
                        .orElseThrow()
                        .bucket())
                .isEmpty();
        DomainSettings settings = Objects.requireNonNull(limits.domain("llm")).settings();
        assertThat(settings.headers()).isEqualTo(HeaderProfile.X_RATELIMIT);
        assertThat(settings.subjects()).containsExactly("org", "account");
        assertThat(settings.silent()).containsExactly(Tier.THROTTLE);
        assertThat(settings.factor(Tier.CLEAR)).isEqualTo(1);
        assertThat(settings.factor(Tier.WATCH)).isEqualTo(1);
        assertThat(settings.factor(Tier.THROTTLE)).isEqualTo(0.5);
        assertThat(settings.factor(Tier.RESTRICT)).isEqualTo(0.1);
        assertThat(settings.factor(Tier.SUSPEND)).isEqualTo(0.1);
    }

    @Test
    void whatCallsToModelsMayUseIsRead() throws RefusedException {
        Limits limits = Loaded.of("""
                domain: llm
                descriptors:
                  - key: account
                    stillwatch:
                      tokens:
                        usd: 0.5
                        weights: {cached_input: 0.1, reasoning: 2.5}
                        prices: {input: 0.15, cached_input: 0.075, output: 10, reasoning: 12}
                        expected_output: 700
                  - key: model
                    stillwatch: {tokens: {rpm: 5, weights: {reasoning: 0}, prices: {output: 0.6, input: 1}}}
                  - key: empty
                    stillwatch: {tokens: {}}
                """);

        assertThat(Loaded.rule(limits, "llm", "account", "a").tokens())
                .contains(new Allowance(
                        Map.of(Dimension.USD, 500_000L),
                        new TokenWeights(100, 2_500),
                        new TokenPrices(150_000, 75_000, 10_000_000, 12_000_000),
                        OptionalLong.of(700)));
        assertThat(Loaded.rule(limits, "llm", "model", "m").tokens())
                .contains(new Allowance(
                        Map.of(Dimension.RPM, 5L),
                        new TokenWeights(1_000, 0),
                        new TokenPrices(1_000_000, 1_000_000, 600_000, 600_000),
                        OptionalLong.empty()));
        assertThat(Loaded.rule(limits, "llm", "empty", "e").tokens()).contains(Allowance.of(Map.of()));
    }

    @Test
    void monthsHaveThirtyDaysAndYears365() {
        assertThat(Unit.MONTH.span()).isEqualTo(Duration.ofDays(30));
        assertThat(Unit.YEAR.span()).isEqualTo(Duration.ofDays(365));
    }

    private static Rate rate(Limits limits, String key) {
        return Loaded.rule(limits, "d", key, "").limit().orElseThrow().rate().orElseThrow();
    }
}
