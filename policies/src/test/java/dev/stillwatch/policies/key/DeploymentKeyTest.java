// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DeploymentKeyTest {
    private static final long DAY = 86_400_000;
    private static final DeploymentKey FIRST = DeploymentKey.of(1, new byte[32]);

    @Test
    void aKeyFollowsWithAGreaterEpochAtTheStartOfALaterDay() {
        DeploymentKey second = FIRST.followedBy(2, new byte[32], DAY);

        assertThat(second.previous()).contains(FIRST);
        refused(second, 2, 2 * DAY);
        refused(second, 3, DAY);
        refused(second, 3, 2 * DAY + 1);
    }

    @Test
    void aShortSecretIsNoKey() {
        assertThatThrownBy(() -> DeploymentKey.of(1, new byte[31]))
                .hasMessage("a deployment key has at least 32 bytes");
    }

    @Test
    void onlyTheEmptyValueIsAbsent() {
        DeploymentKey.KeyedHash hash = FIRST.hash("account");

        assertThat(hash.of("")).isZero();
        assertThat(hash.of("a")).isNotZero().isEqualTo(FIRST.hash("account").of("a"));
        assertThat(hash.of("a")).isNotEqualTo(FIRST.hash("org").of("a"));
    }

    private static void refused(DeploymentKey key, int epoch, long from) {
        assertThatThrownBy(() -> key.followedBy(epoch, new byte[32], from))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
