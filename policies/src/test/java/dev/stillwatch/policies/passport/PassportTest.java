// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.passport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PassportTest {
    @Test
    void itCoversItsAccountsFromTheFirstInstantToBeforeTheLast() {
        Passport passport =
                new Passport("pp-1", Set.of("acct-1"), Passport.Purpose.RESEARCH, "", "team", 1_000, 2_000, 10);

        assertThat(passport.covers("acct-1", 1_000)).isTrue();
        assertThat(passport.covers("acct-1", 1_999)).isTrue();
        assertThat(passport.covers("acct-1", 999)).isFalse();
        assertThat(passport.covers("acct-1", 2_000)).isFalse();
        assertThat(passport.covers("acct-2", 1_500)).isFalse();
    }
}
