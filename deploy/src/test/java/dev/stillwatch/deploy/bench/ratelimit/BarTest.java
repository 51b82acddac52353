// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BarTest {
    @Test
    void aShareIsMetFromTheBarUp() {
        assertThat(Bar.share("calls", 0.8, 0.8).line()).isEqualTo("met     calls: 0.80, the bar is 0.80 at least");
        assertThat(Bar.share("calls", 0.79, 0.8).line()).isEqualTo("MISSED  calls: 0.79, the bar is 0.80 at least");
    }

    @Test
    void aSizeIsMetUpToTheBar() {
        assertThat(Bar.most("bytes", 500, 500, "%.0f").line()).isEqualTo("met     bytes: 500, the bar is 500 at most");
        assertThat(Bar.most("bytes", 501, 500, "%.0f").met()).isFalse();
    }
}
