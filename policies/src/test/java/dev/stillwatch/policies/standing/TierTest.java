// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.standing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TierTest {
    @Test
    void tiersAreOrderedBySeverity() {
        assertThat(Tier.values()).containsExactly(Tier.CLEAR, Tier.WATCH, Tier.THROTTLE, Tier.RESTRICT, Tier.SUSPEND);
        assertThat(Tier.RESTRICT.atLeast(Tier.THROTTLE)).isTrue();
        assertThat(Tier.RESTRICT.atLeast(Tier.RESTRICT)).isTrue();
        assertThat(Tier.WATCH.atLeast(Tier.THROTTLE)).isFalse();
        assertThat(Tier.SUSPEND.label()).isEqualTo("suspend");
    }
}
