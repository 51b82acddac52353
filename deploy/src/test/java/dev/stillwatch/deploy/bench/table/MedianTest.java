// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MedianTest {
    @Test
    void ofAnOddNumberTheMiddleOneCounts() {
        assertThat(Median.of(0.5, 0.1, 0.2)).isEqualTo(0.2);
    }

    @Test
    void ofAnEvenNumberTheMeanOfTheMiddleTwoCounts() {
        assertThat(Median.of(0.5, 0.1, 0.25, 0.75)).isEqualTo(0.375);
    }
}
