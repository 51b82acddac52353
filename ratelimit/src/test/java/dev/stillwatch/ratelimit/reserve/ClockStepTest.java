// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import static dev.stillwatch.ratelimit.reserve.Calls.admit;
import static dev.stillwatch.ratelimit.reserve.Calls.admitted;
import static dev.stillwatch.ratelimit.reserve.Calls.budget;
import static dev.stillwatch.ratelimit.reserve.Calls.call;
import static dev.stillwatch.ratelimit.reserve.Calls.left;
import static dev.stillwatch.ratelimit.reserve.Calls.refused;
import static dev.stillwatch.ratelimit.reserve.Calls.used;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.count.SteadyTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ClockStepTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestClock wall = new TestClock();
    private final AtomicLong ticks = new AtomicLong();
    private final SteadyTime clock = new SteadyTime(wall, ticks::get);

    private void pass(Duration duration) {
        wall.move(duration);
        ticks.addAndGet(duration.toNanos());
    }

    @Test
    void onSteadyTimeNoHourForwardOrBackIsMinded() {
        for (Duration jump : List.of(HOUR, HOUR.negated())) {
            Reservations reservations = new Reservations(ReservationSettings.DEFAULTS, clock);
            List<Budget> budgets = budget(Dimension.OTPM, 600, Dimension.CONCURRENCY, 1);
            String running =
                    admitted(admit(reservations, call("r1", 1, 600), budgets)).reservation();
            wall.move(jump);
            // Nothing expires and nothing comes back by the jump.
            refused(admit(reservations, call("r2", 1, 1), budgets));
            assertThat(reservations.settle(running, used(1, 600))).isEqualTo(Settlement.SETTLED);
            assertThat(left(reservations, budgets, Dimension.OTPM)).isZero();
            // And it all goes on.
            pass(Duration.ofSeconds(67));
            assertThat(left(reservations, budgets, Dimension.OTPM)).isEqualTo(600);
            admitted(admit(reservations, call("r3", 1, 600), budgets));
        }
    }

    @Test
    void onAClockThatJumpsNothingIsLetThroughTwiceAndNothingIsLost() {
        Reservations reservations = new Reservations(ReservationSettings.DEFAULTS, wall);
        List<Budget> budgets = budget(Dimension.OTPM, 600, Dimension.CONCURRENCY, 2);
        String first =
                admitted(admit(reservations, call("r1", 1, 600), budgets)).reservation();
        reservations.settle(first, used(1, 600));
        wall.move(HOUR);
        String second =
                admitted(admit(reservations, call("r2", 1, 600), budgets)).reservation();
        wall.move(HOUR.negated());
        assertThat(reservations.settle(second, used(1, 600))).isEqualTo(Settlement.SETTLED);
        wall.move(HOUR.negated());
        refused(admit(reservations, call("r3", 1, 1), budgets));
        wall.move(HOUR.multipliedBy(2));
        // The clock is where it was when the last call was settled.
        refused(admit(reservations, call("r3", 1, 1), budgets));
        assertThat(left(reservations, budgets, Dimension.CONCURRENCY)).isEqualTo(2);
        wall.move(Duration.ofSeconds(60));
        admitted(admit(reservations, call("r3", 1, 600), budgets));
    }
}
