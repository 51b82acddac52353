// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerTest {
    @ParameterizedTest
    @CsvSource({
        "uni-1,     uni-1,     true",
        "uni-1,     uni-12,    false",
        "uni-*,     uni-12,    true",
        "uni-*,     uni-,      true",
        "uni-*,     un,        false",
        "uni-*,     acct-uni-, false",
        "*-bot,     lab-bot,   true",
        "*-bot,     lab-bots,  false",
        "uni-*-bot, uni-7-bot, true",
        "uni-*-bot, uni-bot,   false",
        "*,         anyone,    true"
    })
    void aPatternCoversAccountsByTheirEnds(String pattern, String account, boolean owned) {
        assertThat(owner("", pattern).owns(account, "other")).isEqualTo(owned);
    }

    @Test
    void anOrganisationOwnsItsAccountsWhateverTheirNames() {
        assertThat(owner("uni", "x").owns("acct-1", "uni")).isTrue();
        assertThat(owner("uni", "x").owns("acct-1", "other")).isFalse();
        assertThat(owner("", "x").owns("acct-1", ""))
                .as("no organisation owns nothing")
                .isFalse();
    }

    @Test
    void aMissingSignalValueIsNamed() {
        Policy.SignalSettings settings = new Policy.SignalSettings(1_000, Map.of("looks", 6.2));

        assertThat(settings.value("looks")).isEqualTo(6.2);
        assertThatThrownBy(() -> settings.value("lokks")).hasMessage("the policy lacks the signal value 'lokks'");
    }

    private static Policy.Owner owner(String org, String pattern) {
        return new Policy.Owner(org, Policy.Owner.Kind.UNIVERSITY, List.of(pattern), 100);
    }
}
