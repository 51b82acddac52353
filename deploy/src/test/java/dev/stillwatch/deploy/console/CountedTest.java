// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
    @Test
    void oneIsOneAndSeveralAreSeveral() {
        assertThat(Counted.of(0, "ring")).isEqualTo("0 rings");
        assertThat(Counted.of(1, "ring")).isEqualTo("1 ring");
        assertThat(Counted.of(2_708, "exchange")).isEqualTo("2,708 exchanges");
    }
}
