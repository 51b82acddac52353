// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import static dev.stillwatch.ratelimit.apply.Trial.descriptor;
import static dev.stillwatch.ratelimit.apply.Trial.givenBack;
import static dev.stillwatch.ratelimit.apply.Trial.hits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Unit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules with buckets, and what a subject's tier makes of any rule. Cases of Gubernator's and Limitador's suites too. */
class BucketRuleTest {
    private static final String RULES = """
            domain: llm
            stillwatch:
              tiers: {throttle: 0.5, restrict: 0.1}
              steps: {restrict: silent}
            descriptors:
              - key: account
                rate_limit: {name: rpm, unit: minute, requests_per_unit: 60}
                stillwatch: {algorithm: token_bucket, burst: 100}
              - key: strict
                rate_limit: {unit: minute, requests_per_unit: 60}
                stillwatch: {algorithm: token_bucket, burst: 100, strict: true}
              - key: none
                rate_limit: {unit: minute, requests_per_unit: 0}
                stillwatch: {algorithm: token_bucket, burst: 5}
              - key: window
                rate_limit: {unit: minute, requests_per_unit: 60}
              - key: smallwindow
                rate_limit: {unit: minute, requests_per_unit: 5}
              - key: smallbucket
                rate_limit: {unit: minute, requests_per_unit: 5}
                stillwatch: {algorithm: token_bucket}
              - key: nothing
                rate_limit: {unit: minute, requests_per_unit: 0}
            """;

    @TempDir
    private Path directory;

    private Trial trial;

    @BeforeEach
    void load() {
        trial = Trial.of(directory, RULES);
    }

    @Test
    void theBurstPassesAtOnceAndThenTheRate() {
        assertThat(trial.passing(150, "llm", descriptor("account", "a"))).isEqualTo(100);
        DescriptorStatus refused = trial.status("llm", descriptor("account", "a"));
        assertThat(refused.limit()).contains(new CurrentLimit(new Rate(60, Unit.MINUTE), "rpm"));
        assertThat(refused.remaining()).isZero();
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(refused.untilReset()).isEqualTo(Duration.ofSeconds(100));
        trial.clock.move(Duration.ofMinutes(1));
        assertThat(trial.passing(150, "llm", descriptor("account", "a"))).isEqualTo(60);
    }

    @Test
    void strictPassesTheRateAtMost() {
        assertThat(trial.passing(150, "llm", descriptor("strict", "a"))).isEqualTo(60);
    }

    @Test
    void aBucketThatNeverRefillsRefusesEverything() {
        LimitResponse refused = trial.ask("llm", 1, descriptor("none", "a"));

        assertThat(refused.passes()).isFalse();
        assertThat(refused.statuses().get(0).retryAfter()).isEmpty();
    }

    @Test
    void moreThanIsThereIsRefusedAndTakesNothing() {
        trial.ask("llm", 1, hits(60, "account", "a"));

        assertThat(trial.ask("llm", 1, hits(41, "account", "a")).passes()).isFalse();
        assertThat(trial.ask("llm", 1, hits(40, "account", "a")).passes()).isTrue();
    }

    @Test
    void moreThanCanEverBeIsRefusedWithoutATimeToRetry() {
        LimitResponse refused = trial.ask("llm", 1, hits(101, "account", "a"));

        assertThat(refused.passes()).isFalse();
        assertThat(refused.statuses().get(0).retryAfter()).isEmpty();
        assertThat(refused.statuses().get(0).remaining()).isEqualTo(100);
    }

    @Test
    void aLookTakesNothing() {
        for (int i = 0; i < 300; i++) {
            assertThat(trial.ask("llm", 1, hits(0, "account", "a")).passes()).isTrue();
        }
        assertThat(trial.passing(150, "llm", descriptor("account", "a"))).isEqualTo(100);
        assertThat(trial.ask("llm", 1, hits(0, "account", "a")).passes()).isFalse();
    }

    @Test
    void whatIsGivenBackIsThereAgainUpToTheBurst() {
        trial.ask("llm", 1, hits(100, "account", "a"));

        assertThat(trial.ask("llm", 1, givenBack(30, "account", "a"))
                        .statuses()
                        .get(0)
                        .remaining())
                .isEqualTo(30);
        assertThat(trial.passing(150, "llm", descriptor("account", "a"))).isEqualTo(30);
        assertThat(trial.ask("llm", 1, givenBack(1_000, "account", "a"))
                        .statuses()
                        .get(0)
                        .remaining())
                .isEqualTo(100);
    }

    @Test
    void aThrottledSubjectHasHalfOfEveryLimitFromTheNextRequestOn() {
        for (String key : new String[] {"window", "strict"}) {
            assertThat(passing(Tier.THROTTLE, key)).isEqualTo(30);
        }
        assertThat(passing(Tier.THROTTLE, "account")).isEqualTo(50);
        DescriptorStatus status = trial.ask(Tier.THROTTLE, "llm", 1, descriptor("window", "a"))
                .statuses()
                .get(0);
        assertThat(status.limit()).contains(new CurrentLimit(new Rate(30, Unit.MINUTE), ""));
        assertThat(status.remaining()).isZero();
        assertThat(passing(Tier.WATCH, "window")).isZero();
    }

    @Test
    void aSilentTierIsToldTheWholeLimit() {
        DescriptorStatus status = trial.ask(Tier.RESTRICT, "llm", 1, descriptor("account", "a"))
                .statuses()
                .get(0);

        assertThat(status.limit())
                .as("the gateway is told what is to be had of it")
                .contains(new CurrentLimit(new Rate(60, Unit.MINUTE), "rpm", Optional.of(new Rate(6, Unit.MINUTE))));
        assertThat(status.remaining())
                .as("what the step withholds is told as if it were left")
                .isEqualTo(99);
        assertThat(passing(Tier.RESTRICT, "account")).isEqualTo(9);
        assertThat(passing(Tier.SUSPEND, "window")).isEqualTo(6);
    }

    @Test
    void othersWhoShareTheCounterKeepTheWholeLimit() {
        passing(Tier.RESTRICT, "account");

        assertThat(passing(Tier.CLEAR, "account")).isZero();
        trial.clock.move(Duration.ofMinutes(2));
        assertThat(passing(Tier.THROTTLE, "account")).isEqualTo(50);
        trial.clock.move(Duration.ofMinutes(2));
        assertThat(passing(Tier.CLEAR, "account")).isEqualTo(100);
    }

    @Test
    void aTierLeavesOneOfALimitHoweverSmall() {
        assertThat(passing(Tier.RESTRICT, "smallwindow")).isEqualTo(1);
        assertThat(trial.ask(Tier.RESTRICT, "llm", 1, hits(0, "smallbucket", "a"))
                        .statuses()
                        .get(0)
                        .remaining())
                .as("all five, as told of a silent step")
                .isEqualTo(5);
        assertThat(passing(Tier.RESTRICT, "smallbucket")).isEqualTo(1);
        trial.clock.move(Duration.ofMinutes(1));
        assertThat(passing(Tier.RESTRICT, "smallwindow")).isEqualTo(1);
        assertThat(passing(Tier.RESTRICT, "smallbucket")).isEqualTo(1);

        assertThat(passing(Tier.RESTRICT, "nothing")).isZero();
    }

    @Test
    void ofASmallLimitATierLeavesNoSecond() {
        for (String key : new String[] {"smallwindow", "smallbucket"}) {
            assertThat(trial.ask(Tier.RESTRICT, "llm", 1, hits(2, key, "a")).passes())
                    .isFalse();
        }
    }

    @Test
    void aLookInATierPassesWhileOneOfItsShareIsLeft() {
        trial.ask("llm", 1, hits(99, "account", "a"));

        assertThat(trial.ask(Tier.CLEAR, "llm", 1, hits(0, "account", "a")).passes())
                .isTrue();
        for (long left = 1; left >= 0; left--) {
            LimitResponse refused = trial.ask(Tier.THROTTLE, "llm", 1, hits(0, "account", "a"));
            assertThat(refused.passes()).isFalse();
            Duration retryAfter = refused.statuses().get(0).retryAfter().orElseThrow();
            assertThat(retryAfter).isEqualTo(refused.statuses().get(0).untilReset());
            trial.clock.move(retryAfter);
            assertThat(trial.ask(Tier.THROTTLE, "llm", 1, hits(0, "account", "a"))
                            .passes())
                    .isTrue();
            trial.ask("llm", 1, hits(100, "account", "a"));
        }
    }

    @Test
    void whatASubjectInATierGivesBackIsWhatItTook() {
        assertThat(passing(Tier.THROTTLE, "account")).isEqualTo(50);
        DescriptorStatus given = trial.ask(Tier.THROTTLE, "llm", 1, givenBack(10, "account", "a"))
                .statuses()
                .get(0);
        assertThat(given.remaining()).isEqualTo(10);
        assertThat(given.retryAfter()).isEmpty();
        assertThat(passing(Tier.THROTTLE, "account")).isEqualTo(10);

        passing(Tier.THROTTLE, "window");
        trial.ask(Tier.THROTTLE, "llm", 1, givenBack(150, "window", "a"));
        assertThat(passing(Tier.THROTTLE, "window")).isEqualTo(30);
    }

    private int passing(Tier tier, String key) {
        int passed = 0;
        for (int i = 0; i < 150; i++) {
            passed += trial.ask(tier, "llm", 1, descriptor(key, "a")).passes() ? 1 : 0;
        }
        return passed;
    }
}
