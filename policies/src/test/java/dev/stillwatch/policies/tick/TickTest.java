// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.tick;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TickTest {
    @Test
    void onlyTheLastTickOfASourceIsItsEnd() {
        assertThat(Tick.end(1, 2).isEnd()).isTrue();
        assertThat(new Tick(1, 2, 1_000, true).isEnd()).isFalse();
    }
}
