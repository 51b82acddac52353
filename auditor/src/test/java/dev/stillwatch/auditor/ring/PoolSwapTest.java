// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoolSwapTest {
    private static final long HOUR = 3_600_000;
    private static final long NOW = 1_000 * HOUR;

    @Test
    void accountsThatComeAsOthersGoSilentAreSwapped() {
        assertThat(pairs(hours(0, 0, 0, 500, 501, 510), hours(499, 500, 505, 999, 999, 999)))
                .isEqualTo(3);
    }

    @Test
    void eachAccountTakesOnePlace() {
        assertThat(pairs(hours(0, 0, 0, 500), hours(499, 499, 499, 999))).isEqualTo(1);
    }

    @Test
    void whoComesMoreThanADayLaterTakesNobodysPlace() {
        assertThat(pairs(hours(0, 525), hours(500, 999))).isZero();
        assertThat(pairs(hours(0, 524), hours(500, 999))).isEqualTo(1);
    }

    @Test
    void whoWasActiveWithinTwoDaysIsNotGone() {
        assertThat(pairs(hours(0, 960), hours(953, 999))).isZero();
        assertThat(pairs(hours(0, 960), hours(952, 999))).isEqualTo(1);
    }

    @Test
    void aRingWhoseAccountsAllStayHasNone() {
        assertThat(pairs(hours(0, 10, 20), hours(999, 999, 999))).isZero();
    }

    @Test
    void accountsThatWereSeenForOneInstantTakeNobodysPlaceNorTheirOwn() {
        assertThat(pairs(hours(500, 500, 500, 0), hours(500, 500, 500, 999))).isZero();
        assertThat(pairs(hours(500, 501, 0), hours(500, 501, 999))).isEqualTo(1);
    }

    @Test
    void anAccountThatNeverToldAnythingIsNobody() {
        assertThat(PoolSwap.pairs(new long[] {Long.MAX_VALUE, 5}, new long[] {Long.MIN_VALUE, NOW}, NOW))
                .isZero();
    }

    private static int pairs(long[] first, long[] last) {
        return PoolSwap.pairs(first, last, NOW);
    }

    private static long[] hours(long... hours) {
        long[] times = new long[hours.length];
        for (int i = 0; i < hours.length; i++) {
            times[i] = hours[i] * HOUR;
        }
        return times;
    }
}
