// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import static dev.stillwatch.ratelimit.reserve.Calls.admit;
import static dev.stillwatch.ratelimit.reserve.Calls.budget;
import static dev.stillwatch.ratelimit.reserve.Calls.call;
import static dev.stillwatch.ratelimit.reserve.Calls.left;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random schedules of calls that use at most what was held for them, against the law that {@link Reservations} states. */
final class ReservationLawTest {
    private static final long MINUTES_LIMIT = 600;
    private static final long DAYS_LIMIT = 6_000;
    private static final int SLOTS = 7;
    private static final List<Budget> BUDGETS =
            budget(Dimension.OTPM, MINUTES_LIMIT, Dimension.TPD, DAYS_LIMIT, Dimension.CONCURRENCY, SLOTS);
    private static final Duration HOLD = Duration.ofMinutes(5);

    private final TestClock time = new TestClock();
    private final Reservations reservations =
            new Reservations(new ReservationSettings(HOLD, 10, 1_000, 1_000, 10, 200), time);
    private final List<Call> running = new ArrayList<>();
    private final List<Charge> charges = new ArrayList<>();
    private int number;

    @Test
    void noScheduleOfSettlingLosingAndLateSettlingPassesALimit() {
        int admitted = 0;
        int refused = 0;
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            running.clear();
            charges.clear();
            long start = now();
            for (int step = 0; step < 200; step++) {
                int before = running.size();
                step(random);
                boolean grew = running.size() > before;
                admitted += grew ? 1 : 0;
                refused += grew ? 0 : 1;
                holdsByTheMinute();
                holdsByTheDay();
                assertThat(running.stream().filter(one -> one.admitted + HOLD.toSeconds() > now()))
                        .hasSizeLessThanOrEqualTo(SLOTS);
            }
            // The next seed meets a full account: a day later nothing is open and nothing charged is left.
            time.move(Duration.ofSeconds(86_400 * 2 - (now() - start)));
        }
        assertThat(admitted).isGreaterThan(2_000);
        assertThat(refused).isGreaterThan(2_000);
    }

    private void step(Random random) {
        time.move(Duration.ofSeconds(random.nextInt(10) == 0 ? random.nextInt(4_000) : random.nextInt(12)));
        if (running.isEmpty() || random.nextInt(3) > 0) {
            long output = 1L + random.nextInt(200);
            Admission answer = admit(reservations, call("r" + number++, 0, output), BUDGETS);
            if (answer instanceof Admission.Admitted admitted) {
                running.add(new Call(admitted.reservation(), now(), admitted.outputTokens()));
            }
        } else {
            Call call = running.remove(random.nextInt(running.size()));
            // Zero is no usage but an unknown one.
            long used = random.nextInt(4) == 0 ? call.held : 1L + random.nextInt((int) call.held);
            reservations.settle(call.id, Optional.of(Usage.of(0, used)));
            charges.add(new Charge(call.admitted, now(), call.held, used));
        }
    }

    /** In every span up to now: what was charged in it and what is held is at most the limit and what came back. */
    private void holdsByTheMinute() {
        long held = 0;
        List<long[]> charged = new ArrayList<>();
        for (Call call : running) {
            if (call.admitted + 60 > now()) {
                held += call.held;
            } else {
                charged.add(new long[] {call.admitted + 60, call.held});
            }
        }
        for (Charge charge : charges) {
            boolean inItsMinute = charge.settled < charge.admitted + 60;
            charged.add(
                    inItsMinute
                            ? new long[] {charge.settled, charge.used}
                            : new long[] {charge.admitted + 60, charge.held});
        }
        for (long[] since : charged) {
            long sum = held;
            for (long[] one : charged) {
                sum += one[0] >= since[0] ? one[1] : 0;
            }
            assertThat(sum).isLessThanOrEqualTo(MINUTES_LIMIT + MINUTES_LIMIT * (now() - since[0]) / 60);
        }
    }

    private void holdsByTheDay() {
        long today = Math.floorDiv(now(), 86_400);
        long sum = 0;
        for (Call call : running) {
            long lost = call.admitted + HOLD.toSeconds();
            sum += lost > now() || Math.floorDiv(lost, 86_400) == today ? call.held : 0;
        }
        for (Charge charge : charges) {
            long lost = charge.admitted + HOLD.toSeconds();
            boolean counted = Math.floorDiv(charge.settled, 86_400) == today
                    && (charge.settled < lost || Math.floorDiv(lost, 86_400) == today);
            sum += counted ? charge.used : 0;
        }
        assertThat(sum).isLessThanOrEqualTo(DAYS_LIMIT);
        assertThat(left(reservations, BUDGETS, Dimension.TPD)).isEqualTo(DAYS_LIMIT - sum);
    }

    private long now() {
        return time.instant().getEpochSecond();
    }

    private record Call(String id, long admitted, long held) {}

    private record Charge(long admitted, long settled, long held, long used) {}
}
