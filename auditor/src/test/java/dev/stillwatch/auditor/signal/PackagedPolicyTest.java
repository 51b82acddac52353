// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.load.PolicyLoader;
import org.junit.jupiter.api.Test;

/** The packaged policy file and the signals' own starting values say the same. */
final class PackagedPolicyTest {
    @Test
    void theFileHoldsTheValuesOfTheCatalogue() {
        assertThat(new PolicyLoader().packagedDefault().signals())
                .as("policies/src/main/resources/dev/stillwatch/policies/default/policy.yaml, section signals")
                .isEqualTo(SignalCatalogue.defaults());
    }
}
