// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.passport.Passport;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PolicyVariantTest {
    private static final Policy USUAL = new PolicyLoader().packagedDefault();

    @Test
    void aVariantDiffersInWhatItNamesAndNothingElse() {
        Policy.Timing quick = new Policy.Timing(1, 2, 3, 4, 5);
        Passport passport = new Passport("pp-1", Set.of("a"), Passport.Purpose.RESEARCH, "", "eva", 1, 2, 3);
        Indicator indicator = new Indicator(7, 1500, "lab one", 9);
        Policy variant =
                USUAL.withTiming(quick).withPassports(List.of(passport)).withIndicators(List.of(indicator));

        assertThat(variant.timing()).isEqualTo(quick);
        assertThat(variant.passports()).containsExactly(passport);
        assertThat(variant.indicators()).containsExactly(indicator);
        assertThat(variant.withTiming(USUAL.timing())
                        .withPassports(USUAL.passports())
                        .withIndicators(USUAL.indicators()))
                .isEqualTo(USUAL);
    }

    @Test
    void anIdNamesItsPolicy() {
        assertThat(Policy.nameOf(USUAL.id())).isEqualTo(USUAL.name());
        assertThat(Policy.nameOf("a@b@3")).isEqualTo("a@b");
        assertThat(Policy.nameOf("unversioned")).isEqualTo("unversioned");
    }

    @Test
    void onlyWhatLimitsIsSaidAgainAndOnlyWhenHalfOfItsValidityIsOver() {
        Policy.PlanSizing sizing = USUAL.ladder().plan();
        long half = sizing.validMillis() / 2;

        assertThat(sizing.isDue(Tier.THROTTLE, 100, 100 + half)).isTrue();
        assertThat(sizing.isDue(Tier.THROTTLE, 100, 99 + half)).isFalse();
        assertThat(sizing.isDue(Tier.WATCH, 100, 100 + 10 * half)).isFalse();
    }

    @Test
    void plansAreSizedAlikeHoweverLongTheyHoldAndByNothingElseThatDiffers() {
        Policy.PlanSizing sizing = new Policy.PlanSizing(0.2, 0.1, 5, 512, 1, 1_000, 2_000);

        assertThat(sizing.sizesAs(new Policy.PlanSizing(0.2, 0.1, 5, 512, 1, 3_000, 4_000)))
                .isTrue();
        assertThat(List.of(
                        new Policy.PlanSizing(0.3, 0.1, 5, 512, 1, 1_000, 2_000),
                        new Policy.PlanSizing(0.2, 0.2, 5, 512, 1, 1_000, 2_000),
                        new Policy.PlanSizing(0.2, 0.1, 6, 512, 1, 1_000, 2_000),
                        new Policy.PlanSizing(0.2, 0.1, 5, 513, 1, 1_000, 2_000),
                        new Policy.PlanSizing(0.2, 0.1, 5, 512, 2, 1_000, 2_000)))
                .noneMatch(sizing::sizesAs);
    }

    @Test
    void aMissingSignalValueIsNamed() {
        Policy.SignalSettings settings = new Policy.SignalSettings(1_000, Map.of("looks", 6.2));

        assertThat(settings.value("looks")).isEqualTo(6.2);
        assertThatThrownBy(() -> settings.value("lokks")).hasMessage("the policy lacks the signal value 'lokks'");
    }
}
