// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import static dev.stillwatch.ratelimit.apply.Trial.descriptor;
import static dev.stillwatch.ratelimit.apply.Trial.givenBack;
import static dev.stillwatch.ratelimit.apply.Trial.override;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.Unit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which limit of the file shadow mode kept from refusing. */
class SparedByShadowTest {
    private static final String LIMITS = """
            domain: d
            descriptors:
              - {key: dark, shadow_mode: true, rate_limit: {name: night, unit: hour, requests_per_unit: 1}}
              - {key: nameless, shadow_mode: true, rate_limit: {unit: hour, requests_per_unit: 1}}
              - {key: lit, rate_limit: {name: day, unit: hour, requests_per_unit: 2}}
              - {key: service, value: one, quota_mode: true, shadow_mode: true,
                 rate_limit: {name: first, unit: hour, requests_per_unit: 1}}
              - {key: service, value: two, quota_mode: true, rate_limit: {name: second, unit: hour, requests_per_unit: 2}}
            """;

    @TempDir
    Path directory;

    private Optional<String> spared(Trial trial, String... words) {
        return trial.ask("d", 1, descriptor(words)).spared();
    }

    @Test
    void aUsedUpLimitInShadowModeIsNamedAndOneWithSomethingLeftIsNot() {
        Trial trial = Trial.of(directory, LIMITS);

        assertThat(spared(trial, "dark", "v")).isEmpty();
        assertThat(spared(trial, "dark", "v")).contains("night");
    }

    @Test
    void aLimitWithoutANameGoesByItsRule() {
        Trial trial = Trial.of(directory, LIMITS);

        assertThat(spared(trial, "nameless", "v")).isEmpty();
        assertThat(spared(trial, "nameless", "v")).contains("d.nameless");
    }

    @Test
    void whatIsRefusedWasSparedByNothing() {
        Trial trial = Trial.of(directory, LIMITS);
        trial.codes(2, "d", descriptor("dark", "v"));
        trial.codes(2, "d", descriptor("lit", "v"));

        LimitResponse refused = trial.ask("d", 1, descriptor("dark", "v"), descriptor("lit", "v"));

        assertThat(refused.passes()).isFalse();
        assertThat(refused.spared()).isEmpty();
        assertThat(refused.wouldRefuse()).isEmpty();
    }

    @Test
    void ofSeveralTheOneInShadowModeIsNamed() {
        Trial trial = Trial.of(directory, LIMITS);
        trial.codes(1, "d", descriptor("dark", "v"));

        LimitResponse response = trial.ask("d", 1, descriptor("lit", "v"), descriptor("dark", "v"));

        assertThat(response.passes()).isTrue();
        assertThat(response.spared()).contains("night");
    }

    @Test
    void quotasSpareOnlyWhenAllAreUsedUp() {
        Trial trial = Trial.of(directory, LIMITS);

        assertThat(both(trial)).as("each has one left").isEmpty();
        assertThat(both(trial)).as("the second has one left").isEmpty();
        assertThat(both(trial)).contains("first");
    }

    private static Optional<String> both(Trial trial) {
        return trial.ask("d", 1, descriptor("service", "one"), descriptor("service", "two"))
                .spared();
    }

    @Test
    void shadowModeOfTheWholeServiceSparesLikewise() {
        Trial trial = Trial.of(directory, new Modes(true, false), LIMITS);

        trial.codes(2, "d", descriptor("lit", "v"));
        assertThat(spared(trial, "lit", "v")).contains("day");
        assertThat(trial.ask("d", 1, descriptor("lit", "v"), descriptor("nobody", "v"))
                        .spared())
                .contains("day");
        assertThat(trial.ask("d", 2, override(1, Unit.HOUR, "k", "v")).spared()).contains("d.override");
    }

    @Test
    void whatIsGivenBackOrReportedWasNotToBeRefused() throws Exception {
        Trial trial = Trial.of(directory, LIMITS);
        trial.codes(3, "d", descriptor("dark", "v"));

        assertThat(trial.ask("d", 1, givenBack(1, "dark", "v")).spared()).isEmpty();
        LimitRequest report = new LimitRequest("d", List.of(descriptor("dark", "v")), 1, true);
        assertThat(trial.limiter
                        .decide(report, Treatment.NONE, trial.counters.reading())
                        .spared())
                .isEmpty();
        LimitRequest two = new LimitRequest("d", List.of(descriptor("dark", "v"), descriptor("lit", "v")), 1, true);
        assertThat(trial.limiter
                        .decide(two, Treatment.NONE, trial.counters.reading())
                        .spared())
                .isEmpty();
    }

    @Test
    void whatTheStandingWouldHaveRefusedGoesBeforeTheFile() {
        Trial trial = Trial.of(directory, LIMITS);
        trial.codes(1, "d", descriptor("dark", "v"));
        LimitResponse file = trial.ask(Tier.WATCH, "d", 1, descriptor("dark", "v"));
        LimitResponse both = new LimitResponse(
                file.code(),
                file.statuses(),
                file.treatment().refusing(Optional.of("plan")),
                file.metadata(),
                file.spared());

        assertThat(file.wouldRefuse()).contains("night");
        assertThat(both.wouldRefuse()).contains("plan");
    }
}
