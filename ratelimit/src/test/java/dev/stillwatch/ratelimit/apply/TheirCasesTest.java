// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import static dev.stillwatch.ratelimit.apply.Trial.descriptor;
import static dev.stillwatch.ratelimit.apply.Trial.givenBack;
import static dev.stillwatch.ratelimit.apply.Trial.hits;
import static dev.stillwatch.ratelimit.apply.Trial.override;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.DescriptorStatus.Code;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What envoyproxy/ratelimit's own suites hold its service to, in our words and against our engine. */
class TheirCasesTest {
    private static final String MESSAGES = """
            domain: messaging
            descriptors:
              - key: kind
                value: marketing
                descriptors:
                  - key: to
                    rate_limit: {unit: day, requests_per_unit: 2}
              - key: to
                rate_limit: {unit: day, requests_per_unit: 5, name: per_number}
              - key: kind
                value: blocked
                rate_limit: {unit: second, requests_per_unit: 0}
              - key: kind
                value: known
                rate_limit: {unlimited: true}
              - key: kind
                value: free
              - key: burst
                rate_limit: {unit: minute, requests_per_unit: 10}
            """;

    @TempDir
    private Path directory;

    @Test
    void theFirstBeyondTheLimitIsRefusedUntilTheWindowEnds() {
        Trial trial = Trial.of(directory, MESSAGES);
        trial.clock.move(Duration.ofSeconds(20));

        assertThat(trial.passing(12, "messaging", descriptor("burst", "a"))).isEqualTo(10);
        DescriptorStatus refused = trial.status("messaging", descriptor("burst", "a"));
        assertThat(refused.code()).isEqualTo(Code.OVER_LIMIT);
        assertThat(refused.remaining()).isZero();
        assertThat(refused.limit()).contains(new CurrentLimit(new Rate(10, Unit.MINUTE), ""));
        assertThat(refused.untilReset()).isEqualTo(Duration.ofSeconds(40));
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(40));

        trial.clock.move(Duration.ofSeconds(40));
        assertThat(trial.status("messaging", descriptor("burst", "a")).remaining())
                .isEqualTo(9);
    }

    @Test
    void aKeyWithoutValueCountsEachValueByItself() {
        Trial trial = Trial.of(directory, MESSAGES);

        assertThat(trial.passing(9, "messaging", descriptor("to", "+1"))).isEqualTo(5);
        assertThat(trial.passing(9, "messaging", descriptor("to", "+2"))).isEqualTo(5);
        assertThat(trial.status("messaging", descriptor("to", "+3")).limit().map(CurrentLimit::name))
                .contains("per_number");
    }

    @Test
    void nestedLevelsAreCountedApartFromTheSameKeyAbove() {
        Trial trial = Trial.of(directory, MESSAGES);

        LimitResponse third =
                trial.ask("messaging", 1, descriptor("kind", "marketing", "to", "+1"), descriptor("to", "+1"));
        trial.ask("messaging", 1, descriptor("kind", "marketing", "to", "+1"), descriptor("to", "+1"));
        assertThat(third.passes()).isTrue();
        third = trial.ask("messaging", 1, descriptor("kind", "marketing", "to", "+1"), descriptor("to", "+1"));

        assertThat(third.code()).isEqualTo(Code.OVER_LIMIT);
        assertThat(third.statuses()).extracting(DescriptorStatus::code).containsExactly(Code.OVER_LIMIT, Code.OK);
        assertThat(third.statuses().get(1).remaining()).isEqualTo(2);
    }

    @Test
    void aRequestMustBeAsDeepAsTheRule() {
        Trial trial = Trial.of(directory, MESSAGES);

        for (LimitResponse response : List.of(
                trial.ask("messaging", 1, descriptor("to", "+1", "and", "more")),
                trial.ask("messaging", 1, descriptor("kind", "marketing")),
                trial.ask("messaging", 1, descriptor("kind", "marketing", "to", "+1", "x", "y")),
                trial.ask("messaging", 1, descriptor("unheard", "of")),
                trial.ask("messaging", 1, descriptor("kind", "free")),
                trial.ask("elsewhere", 1, descriptor("to", "+1")))) {
            assertThat(response.code()).isEqualTo(Code.OK);
            assertThat(response.statuses()).containsExactly(DescriptorStatus.NO_LIMIT);
        }
        assertThat(trial.counters.size()).isZero();
    }

    @Test
    void zeroRefusesWhateverIsTakenAndLetsALookThroughUntilSomethingWas() {
        Trial trial = Trial.of(directory, MESSAGES);

        assertThat(trial.ask("messaging", 1, hits(0, "kind", "blocked")).passes())
                .isTrue();
        DescriptorStatus refused = trial.status("messaging", descriptor("kind", "blocked"));
        assertThat(refused.code()).isEqualTo(Code.OVER_LIMIT);
        assertThat(refused.retryAfter()).isEmpty();
        assertThat(trial.ask("messaging", 1, hits(0, "kind", "blocked")).passes())
                .isFalse();
    }

    @Test
    void theUnlimitedIsNotCounted() {
        Trial trial = Trial.of(directory, MESSAGES);

        LimitResponse response = trial.ask(
                "messaging", 4, descriptor("burst", "a"), descriptor("unheard", "of"), descriptor("kind", "known"));

        assertThat(response.passes()).isTrue();
        assertThat(response.statuses()).extracting(DescriptorStatus::remaining).containsExactly(6L, 0L, 0xFFFF_FFFFL);
        assertThat(response.statuses().get(2).limit()).isEmpty();
        assertThat(trial.counters.size()).isEqualTo(1);
    }

    @Test
    void hitsOfTheDescriptorGoBeforeThoseOfTheRequest() {
        Trial trial = Trial.of(directory, MESSAGES);

        LimitResponse response =
                trial.ask("messaging", 3, descriptor("burst", "a"), hits(7, "burst", "b"), hits(0, "burst", "c"));

        assertThat(response.statuses()).extracting(DescriptorStatus::remaining).containsExactly(7L, 3L, 10L);
    }

    @Test
    void whatIsRefusedCountsToo() {
        Trial trial = Trial.of(directory, MESSAGES);

        assertThat(trial.ask("messaging", 1, hits(9, "burst", "a")).passes()).isTrue();
        assertThat(trial.ask("messaging", 1, hits(5, "burst", "a")).passes()).isFalse();
        assertThat(trial.ask("messaging", 1, hits(1, "burst", "a")).passes()).isFalse();
    }

    @Test
    void moreThanTheWholeLimitIsRefusedWithoutATimeToRetry() {
        Trial trial = Trial.of(directory, MESSAGES);

        LimitResponse response = trial.ask("messaging", 1, hits(11, "burst", "a"), hits(0xFFFF_FFFFL, "burst", "b"));

        assertThat(response.code()).isEqualTo(Code.OVER_LIMIT);
        assertThat(response.statuses())
                .allSatisfy(status -> assertThat(status.retryAfter()).isEmpty());
    }

    /** Their token quota: ask with 0 when the call comes, add when it is over; the fourth call finds the limit passed. */
    @Test
    void aLookWithZeroThenAChargePassesOnceBeyondTheLimit() {
        Trial trial = Trial.of(directory, """
                domain: tokens
                descriptors: [{key: user, rate_limit: {unit: day, requests_per_unit: 25}}]
                """);

        for (int call = 0; call < 3; call++) {
            assertThat(trial.ask("tokens", 1, hits(0, "user", "u")).passes()).isTrue();
            trial.ask("tokens", 1, hits(10, "user", "u"));
        }
        assertThat(trial.ask("tokens", 1, hits(0, "user", "u")).passes()).isFalse();
    }

    @Test
    void whatIsGivenBackNeverGoesBelowNothingAndIsNeverOverTheLimit() {
        Trial trial = Trial.of(directory, MESSAGES);

        assertThat(trial.ask("messaging", 1, givenBack(3, "burst", "a")).passes())
                .isTrue();
        assertThat(trial.passing(12, "messaging", descriptor("burst", "a"))).isEqualTo(10);

        LimitResponse over = trial.ask("messaging", 1, givenBack(1, "burst", "a"));
        assertThat(over.passes()).isTrue();
        assertThat(over.statuses().get(0).remaining()).isZero();

        trial.ask("messaging", 1, givenBack(100, "burst", "a"));
        assertThat(trial.passing(12, "messaging", descriptor("burst", "a"))).isEqualTo(10);
    }

    @Test
    void aLimitThatTheGatewayBringsGoesBeforeTheFilesAndIsNeverInShadow() {
        Trial trial = Trial.of(directory, """
                domain: d
                descriptors:
                  - {key: k, shadow_mode: true, rate_limit: {unit: minute, requests_per_unit: 1}}
                """);

        for (String key : List.of("k", "of-no-rule")) {
            DescriptorStatus first = trial.status("d", override(2, Unit.HOUR, key, "v"));
            assertThat(first.limit()).contains(new CurrentLimit(new Rate(2, Unit.HOUR), ""));
            assertThat(first.remaining()).isEqualTo(1);
            assertThat(trial.codes(2, "d", override(2, Unit.HOUR, key, "v"))).containsExactly(Code.OK, Code.OVER_LIMIT);
        }
        assertThat(trial.status("other", override(0, Unit.HOUR, "k", "v"))).isEqualTo(DescriptorStatus.NO_LIMIT);
    }

    @Test
    void shadowModePassesWhatIsOverAndStillSaysWhatIsLeft() {
        Trial trial = Trial.of(directory, """
                domain: d
                descriptors:
                  - {key: dark, shadow_mode: true, rate_limit: {unit: minute, requests_per_unit: 2}}
                  - {key: lit, rate_limit: {unit: minute, requests_per_unit: 3}}
                """);

        assertThat(trial.passing(5, "d", descriptor("dark", "v"))).isEqualTo(5);
        DescriptorStatus dark = trial.status("d", descriptor("dark", "v"));
        assertThat(dark.remaining()).isZero();
        assertThat(dark.limit())
                .hasValueSatisfying(limit -> assertThat(limit.had())
                        .as("no gateway that counts itself may enforce it")
                        .isEmpty());
        for (int i = 0; i < 3; i++) {
            assertThat(trial.ask("d", 1, descriptor("dark", "v"), descriptor("lit", "v"))
                            .passes())
                    .isTrue();
        }
        LimitResponse mixed = trial.ask("d", 1, descriptor("dark", "v"), descriptor("lit", "v"));
        assertThat(mixed.code()).isEqualTo(Code.OVER_LIMIT);
        assertThat(mixed.statuses()).extracting(DescriptorStatus::code).containsExactly(Code.OK, Code.OVER_LIMIT);
    }

    @Test
    void shadowModeOfTheWholeServicePassesTheRequestAndKeepsTheStatus() {
        Trial trial = Trial.of(directory, new Modes(true, false), MESSAGES);

        LimitResponse response = trial.ask("messaging", 11, descriptor("burst", "a"));

        assertThat(response.code()).isEqualTo(Code.OK);
        assertThat(response.statuses().get(0).code()).isEqualTo(Code.OVER_LIMIT);
        assertThat(response.statuses().get(0).limit())
                .hasValueSatisfying(limit -> assertThat(limit.had()).isEmpty());
    }

    @Test
    void anEmptyDomainAndNoDescriptorsAreErrorsNotAnswers() {
        assertThatThrownBy(() -> new LimitRequest("", List.of(descriptor("k", "v")), 1))
                .hasMessage("the rate limit domain must not be empty");
        assertThatThrownBy(() -> new LimitRequest("d", List.of(), 1))
                .hasMessage("the list of rate limit descriptors must not be empty");
    }

    @Test
    void withoutAnyLimitsLoadedNothingIsDecided() {
        Trial trial = Trial.of(directory, MESSAGES);
        FileLimiter empty = new FileLimiter(
                new LimitsShelf(new LimitsLoader(LimitsLoader.Domains.ONCE)), trial.counters, Modes.OF_RULES);

        assertThatThrownBy(() -> empty.decide(new LimitRequest("messaging", List.of(descriptor("to", "+1")), 1)))
                .isInstanceOf(UndecidedException.class)
                .hasMessage("no limits are loaded");
        assertThat(empty.totals()).isEmpty();
    }
}
