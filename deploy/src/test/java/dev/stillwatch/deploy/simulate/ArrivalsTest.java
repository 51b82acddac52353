// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {
    private static final long DAY = 86_400_000L;
    private static final long MONDAY = Recipe.DEFAULT_START.toEpochMilli();

    private static List<Long> all(Arrivals arrivals) {
        List<Long> times = new ArrayList<>();
        for (long at = arrivals.next(); at != Arrivals.NEVER; at = arrivals.next()) {
            times.add(at);
        }
        return times;
    }

    @Test
    void aRenewalKeepsItsRateAndItsCoefficientOfVariation() {
        HourCurve flat = new HourCurve("flat", 1, 0);

        List<Long> times = all(Arrivals.renewal(2_000, 1.9, flat, MONDAY, MONDAY + 28 * DAY, Draws.of(1, 2)));

        assertThat(times.size() / 28.0).isCloseTo(2_000, within(120.0));
        double[] gaps = new double[times.size() - 1];
        double sum = 0;
        for (int gap = 0; gap < gaps.length; gap++) {
            gaps[gap] = times.get(gap + 1) - times.get(gap);
            sum += gaps[gap];
        }
        double mean = sum / gaps.length;
        double squares = 0;
        for (double gap : gaps) {
            squares += (gap - mean) * (gap - mean);
        }
        assertThat(StrictMath.sqrt(squares / gaps.length) / mean).isCloseTo(1.9, within(0.15));
    }

    @Test
    void anOfficeSleepsAtNightAndOnWeekends() {
        HourCurve office = new HourCurve("office", 0.1, 0);

        List<Long> times = all(Arrivals.renewal(500, 1, office, MONDAY, MONDAY + 28 * DAY, Draws.of(3)));

        long nights = times.stream().filter(at -> (at % DAY) / 3_600_000 < 6).count();
        long weekends =
                times.stream().filter(at -> (at - MONDAY) / DAY % 7 >= 5).count();
        assertThat((double) nights / times.size()).isLessThan(0.03);
        assertThat((double) weekends / times.size()).isLessThan(0.06);
    }

    @Test
    void aClosedLoopDoesItsQuotaWithItsWorkersOnly() {
        Arrivals.Loop loop = new Arrivals.Loop(8, 2, 1_000, 3, DAY);

        List<Long> times = all(Arrivals.closedLoop(loop, MONDAY, MONDAY + 3 * DAY, Draws.of(4)));

        assertThat(times).isSorted();
        assertThat(times.size() / 3.0).isCloseTo(1_000, within(100.0));
        assertThat(times.get(0) - MONDAY).isBetween(3 * 3_600_000L, 3 * 3_600_000L + 6_000);
        assertThat(times.get(900) - times.get(0)).isBetween(150_000L, 400_000L);
    }

    @Test
    void aPoolTakesTurns() {
        HourCurve flat = new HourCurve("flat", 1, 0);
        List<Long> pool = all(Arrivals.renewal(600, 1, flat, MONDAY, MONDAY + DAY, Draws.of(9)));

        List<Long> shares = new ArrayList<>();
        for (int member = 0; member < 3; member++) {
            shares.addAll(
                    all(Arrivals.share(Arrivals.renewal(600, 1, flat, MONDAY, MONDAY + DAY, Draws.of(9)), member, 3)));
        }

        assertThat(shares).containsExactlyInAnyOrderElementsOf(pool);
    }
}
