// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class NearestRankTest {
    @Test
    void theShareLiesAtOrBelowTheRankAndNotBelowTheOneBefore() {
        for (int size = 1; size <= 300; size++) {
            for (double share : new double[] {0.01, 0.25, 0.5, 0.95, 0.99, 0.995}) {
                int rank = NearestRank.of(size, share);
                assertThat(rank).isBetween(0, size - 1);
                assertThat((rank + 1.0) / size).isGreaterThanOrEqualTo(share);
                assertThat((double) rank / size).isLessThan(share);
            }
        }
    }

    @Test
    void noneAndAllAreTheEnds() {
        assertThat(NearestRank.of(9, 0)).isZero();
        assertThat(NearestRank.of(9, 1)).isEqualTo(8);
    }

    @Test
    void ofNothingThereIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> NearestRank.of(0, 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> NearestRank.of(9, 1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> NearestRank.of(9, -0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> NearestRank.of(9, Double.NaN));
    }
}
