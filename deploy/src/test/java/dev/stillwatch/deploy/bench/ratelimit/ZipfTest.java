// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class ZipfTest {
    private final int[] drawn = Zipf.draws(100, 200_000);

    @Test
    void accountsComeInProportionToOneByTheirRank() {
        long first = Arrays.stream(drawn).filter(one -> one == 0).count();
        long tenth = Arrays.stream(drawn).filter(one -> one == 9).count();
        assertThat((double) first).isCloseTo(10.0 * tenth, Percentage.withPercentage(5));
        assertThat(Arrays.stream(drawn).min()).hasValue(0);
        assertThat(Arrays.stream(drawn).max()).hasValue(99);
    }

    @Test
    void theOrderIsAlwaysTheSame() {
        assertThat(Zipf.draws(100, 200_000)).isEqualTo(drawn);
    }
}
