// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import static dev.stillwatch.ratelimit.apply.Trial.descriptor;
import static dev.stillwatch.ratelimit.apply.Trial.givenBack;
import static dev.stillwatch.ratelimit.apply.Trial.hits;
import static dev.stillwatch.ratelimit.apply.Trial.override;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Unit;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which metric counts what. */
class RuleTotalsTest {
    private static final String RULES = """
            domain: d
            descriptors:
              - {key: near, rate_limit: {unit: day, requests_per_unit: 20}}
              - {key: dark, shadow_mode: true, rate_limit: {unit: day, requests_per_unit: 2}}
              - {key: bucket, rate_limit: {unit: day, requests_per_unit: 10}, stillwatch: {algorithm: token_bucket}}
              - {key: burst, rate_limit: {unit: day, requests_per_unit: 60}, stillwatch: {algorithm: token_bucket, burst: 100}}
              - {key: plain, value: "p*", rate_limit: {unit: day, requests_per_unit: 9}}
              - {key: byvalue, value: "v*", value_to_metric: true, rate_limit: {unit: day, requests_per_unit: 9}}
              - {key: shared, value: "s*", value_to_metric: true, share_threshold: true, rate_limit: {unit: day, requests_per_unit: 9}}
              - {key: detailed, detailed_metric: true, rate_limit: {unit: day, requests_per_unit: 9}}
              - {key: detshare, value: "w*", detailed_metric: true, share_threshold: true, rate_limit: {unit: day, requests_per_unit: 9}}
              - key: outer
                value: "o*"
                value_to_metric: true
                descriptors:
                  - {key: inner, rate_limit: {unit: day, requests_per_unit: 9}}
                  - {key: exact, value: e, rate_limit: {unit: day, requests_per_unit: 9}}
              - key: first
                descriptors:
                  - {key: second, detailed_metric: true, rate_limit: {unit: day, requests_per_unit: 9}}
            """;

    @TempDir
    private Path directory;

    private Trial trial;

    @BeforeEach
    void load() {
        trial = Trial.of(directory, RULES);
    }

    @Test
    void nearIsAboveEightyPercentAndHitsAreSplitWhereTheyCrossALine() {
        trial.ask("d", 16, descriptor("near", "a"));
        assertThat(near()).isEqualTo("within 16 near 0 over 0");
        trial.ask("d", 3, descriptor("near", "a"));
        assertThat(near()).isEqualTo("within 19 near 3 over 0");
        trial.ask("d", 5, descriptor("near", "a"));
        assertThat(near()).isEqualTo("within 19 near 4 over 4");
        trial.ask("d", 2, descriptor("near", "a"));
        assertThat(near()).isEqualTo("within 19 near 4 over 6");
        trial.ask("d", 18, descriptor("near", "b"));
        assertThat(near()).isEqualTo("within 37 near 6 over 6");
        trial.ask("d", 1, hits(25, "near", "c"));
        assertThat(near()).isEqualTo("within 37 near 10 over 11");
        trial.ask("d", 1, hits(0, "near", "d"), givenBack(7, "near", "a"));
        assertThat(near()).isEqualTo("within 37 near 10 over 11");
    }

    @Test
    void whatShadowModeLetPassIsCountedAsOverAndAsShadow() {
        trial.ask("d", 5, descriptor("dark", "a"));

        RuleTotals totals = totals("d.dark");
        assertThat(totals.over()).isEqualTo(3);
        assertThat(totals.shadow()).isEqualTo(5);
    }

    @Test
    void refusalsOfABucketAreOverInWhole() {
        trial.ask("d", 8, descriptor("bucket", "a"));
        trial.ask("d", 8, descriptor("bucket", "a"));
        trial.ask("d", 20, descriptor("bucket", "a"));

        RuleTotals totals = totals("d.bucket");
        assertThat(totals.within()).isEqualTo(8);
        assertThat(totals.near()).isZero();
        assertThat(totals.over()).isEqualTo(28);
    }

    @Test
    void nearAndOverOfABucketAreOfItsBurst() {
        trial.ask("d", 80, descriptor("burst", "a"));
        assertThat(totals("d.burst").near()).isZero();
        trial.ask("d", 15, descriptor("burst", "a"));
        assertThat(totals("d.burst").near()).isEqualTo(15);
        trial.ask("d", 10, descriptor("burst", "a"));

        RuleTotals totals = totals("d.burst");
        assertThat(totals.within()).isEqualTo(95);
        assertThat(totals.near()).isEqualTo(15);
        assertThat(totals.over()).isEqualTo(10);
    }

    @Test
    void namesAreTheFilesUnlessTheRuleAsksForValues() {
        assertThat(named(descriptor("plain", "p1"))).isEqualTo("d.plain_p*");
        assertThat(named(descriptor("near", "a"))).isEqualTo("d.near");
        assertThat(named(descriptor("byvalue", "v1"))).isEqualTo("d.byvalue_v1");
        assertThat(named(descriptor("shared", "s1"))).isEqualTo("d.shared_s*");
        assertThat(named(descriptor("detailed", "x"))).isEqualTo("d.detailed_x");
        assertThat(named(descriptor("detailed", ""))).isEqualTo("d.detailed");
        assertThat(named(descriptor("detshare", "w1"))).isEqualTo("d.detshare_w*");
        assertThat(named(descriptor("outer", "o1", "inner", "i"))).isEqualTo("d.outer_o1.inner");
        assertThat(named(descriptor("outer", "o1", "exact", "e"))).isEqualTo("d.outer_o1.exact_e");
        assertThat(named(descriptor("first", "1", "second", "2"))).isEqualTo("d.first_1.second_2");
        assertThat(named(override(3, Unit.DAY, "any", "v"))).isEqualTo("d.override");
    }

    @Test
    void namesByValueAreBoundedAndTheRestIsTheRules() {
        for (int i = 0; i < Totals.MOST + 500; i++) {
            trial.ask("d", 1, descriptor("detailed", "v" + i));
        }

        assertThat(trial.limiter.totals()).hasSizeLessThanOrEqualTo(Totals.MOST + 1);
        long sum = trial.limiter.totals().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("d.detailed"))
                .mapToLong(entry -> entry.getValue().within())
                .sum();
        assertThat(sum).isEqualTo(Totals.MOST + 500);
        assertThat(totals("d.detailed").within()).isGreaterThanOrEqualTo(500);
    }

    @Test
    void namesOfNewRulesTakeThePlaceOfNamesByValue() {
        for (int i = 0; i < Totals.MOST; i++) {
            trial.ask("d", 1, descriptor("detailed", "v" + i));
        }
        trial.ask("d", 7, descriptor("near", "a"));

        trial.reload(RULES + "  - {key: more, rate_limit: {unit: day}}\n");

        assertThat(trial.limiter.totals()).hasSize(Totals.MOST).containsKey("d.more");
        assertThat(totals("d.near").within()).isEqualTo(7);
    }

    @Test
    void totalsGoOnAfterAReload() {
        trial.ask("d", 3, descriptor("near", "a"), descriptor("detailed", "x"));
        trial.reload(RULES + "  - {key: more, rate_limit: {unit: day}}\n");
        trial.ask("d", 3, descriptor("near", "a"));

        assertThat(totals("d.near").within()).isEqualTo(6);
        assertThat(totals("d.detailed_x").within()).isEqualTo(3);
        assertThat(totals("d.more").within()).isZero();
    }

    @Test
    void eachHitIsWithinOrOverOrInARefusedRequestTheRoomThatItLeft() {
        Random random = new Random(6);
        Map<String, Long> used = new HashMap<>();
        long asked = 0;
        long roomRefused = 0;
        for (int i = 0; i < 3_000; i++) {
            long hits = random.nextInt(9);
            String value = "v" + random.nextInt(40);
            trial.ask("d", 1, hits(hits, "near", value));
            asked += hits;
            long before = used.getOrDefault(value, 0L);
            used.put(value, before + hits);
            roomRefused += before + hits > 20 ? Math.max(0, 20 - before) : 0;
        }
        RuleTotals totals = totals("d.near");
        assertThat(totals.within() + totals.over() + roomRefused).isEqualTo(asked);
        assertThat(roomRefused).isPositive();
        assertThat(totals.near()).isBetween(1L, 40 * 4L);
    }

    private String near() {
        RuleTotals totals = totals("d.near");
        return "within " + totals.within() + " near " + totals.near() + " over " + totals.over();
    }

    private String named(Descriptor descriptor) {
        TreeSet<String> names = new TreeSet<>();
        Map<String, Long> counted = new HashMap<>();
        trial.limiter.totals().forEach((name, totals) -> counted.put(name, totals.within()));
        trial.ask("d", 1, descriptor);
        trial.limiter.totals().forEach((name, totals) -> {
            if (totals.within() > counted.getOrDefault(name, 0L)) {
                names.add(name);
            }
        });
        return String.join(" ", names);
    }

    private RuleTotals totals(String name) {
        return Objects.requireNonNull(trial.limiter.totals().get(name), name);
    }
}
