// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import static dev.stillwatch.ratelimit.reserve.Calls.admit;
import static dev.stillwatch.ratelimit.reserve.Calls.allowance;
import static dev.stillwatch.ratelimit.reserve.Calls.call;
import static dev.stillwatch.ratelimit.reserve.Calls.left;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.TestClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Many threads, and budgets that overlap in every way, while time stands still: then what is left can be counted. */
final class ReservationThreadsTest {
    private static final int THREADS = 8;
    private static final int CALLS = 4_000;
    private static final long LIMIT = 2_000_000;
    private static final int SLOTS = 5;
    private static final int LOST = 2;
    private static final Budget ONE = new Budget("one", allowance(Dimension.TPD, LIMIT, Dimension.CONCURRENCY, SLOTS));
    private static final Budget OTHER =
            new Budget("other", allowance(Dimension.TPD, LIMIT / 2, Dimension.CONCURRENCY, SLOTS));
    private static final List<List<Budget>> WAYS =
            List.of(List.of(ONE), List.of(OTHER), List.of(ONE, OTHER), List.of(OTHER, ONE));

    private final TestClock time = new TestClock();
    private final Reservations reservations = new Reservations(ReservationSettings.DEFAULTS, time);
    private final AtomicLong usedOfOne = new AtomicLong();
    private final AtomicLong usedOfOther = new AtomicLong();
    private final AtomicInteger inOne = new AtomicInteger();
    private final AtomicInteger inOther = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final Semaphore toLose = new Semaphore(LOST);

    @Test
    void nothingIsPassedAndNothingLeaksWhateverThreadsDo() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int seed = i;
                ends.add(threads.submit(() -> calls(seed)));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(mostAtOnce.get()).isBetween(2, SLOTS);
        assertThat(reservations.open()).isEqualTo(LOST);
        assertThat(left(reservations, List.of(ONE), Dimension.TPD)).isEqualTo(LIMIT - usedOfOne.get());
        assertThat(left(reservations, List.of(OTHER), Dimension.TPD)).isEqualTo(LIMIT / 2 - usedOfOther.get());
        time.move(ReservationSettings.DEFAULTS.holdFor());
        assertThat(left(reservations, List.of(ONE), Dimension.CONCURRENCY)).isEqualTo(SLOTS);
        assertThat(left(reservations, List.of(OTHER), Dimension.CONCURRENCY)).isEqualTo(SLOTS);
        assertThat(left(reservations, List.of(ONE), Dimension.TPD)).isEqualTo(LIMIT - usedOfOne.get());
        assertThat(usedOfOne.get()).isPositive();
    }

    /** Each thread has up to two calls running. */
    private void calls(int seed) {
        Random random = new Random(seed);
        Deque<Running> running = new ArrayDeque<>();
        for (int i = 0; i < CALLS; i++) {
            List<Budget> way = WAYS.get(random.nextInt(WAYS.size()));
            if (admit(reservations, call(seed + "-" + i, 10, 90), way) instanceof Admission.Admitted admitted) {
                enter(way);
                running.add(new Running(admitted.reservation(), way, admitted.inputTokens() + admitted.outputTokens()));
            }
            if (running.size() == 2 || i % 7 == 0) {
                end(running, random);
            }
        }
        while (!running.isEmpty()) {
            end(running, random);
        }
    }

    private void end(Deque<Running> running, Random random) {
        Running call = running.poll();
        if (call == null) {
            return;
        }
        // Before it is settled: the next may be let in at once.
        leave(call.way);
        if (random.nextInt(100) == 0 && toLose.tryAcquire()) {
            // Less than was asked for once the account's usual answers are known to be shorter.
            count(call.way, call.held);
        } else if (random.nextInt(5) == 0) {
            assertThat(reservations.cancel(call.id)).isEqualTo(Settlement.CANCELLED);
        } else {
            long output = 1L + random.nextInt(90);
            count(call.way, 10 + output);
            Optional<Usage> used = Optional.of(Usage.of(10, output));
            assertThat(reservations.settle(call.id, used)).isEqualTo(Settlement.SETTLED);
            assertThat(reservations.settle(call.id, used)).isEqualTo(Settlement.ALREADY_SETTLED);
        }
    }

    private record Running(String id, List<Budget> way, long held) {}

    private void enter(List<Budget> way) {
        int one = way.contains(ONE) ? inOne.incrementAndGet() : 0;
        int other = way.contains(OTHER) ? inOther.incrementAndGet() : 0;
        mostAtOnce.accumulateAndGet(Math.max(one, other), Math::max);
    }

    private void leave(List<Budget> way) {
        inOne.addAndGet(way.contains(ONE) ? -1 : 0);
        inOther.addAndGet(way.contains(OTHER) ? -1 : 0);
    }

    private void count(List<Budget> way, long tokens) {
        usedOfOne.addAndGet(way.contains(ONE) ? tokens : 0);
        usedOfOther.addAndGet(way.contains(OTHER) ? tokens : 0);
    }

    @Test
    void oneRequestIdAskedByManyThreadsIsOneReservation() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 200; round++) {
                String id = "r" + round;
                List<Future<Admission>> answers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    answers.add(threads.submit(() -> admit(reservations, call(id, 1, 1), List.of(ONE))));
                }
                Admission first = answers.get(0).get();
                for (Future<Admission> answer : answers) {
                    assertThat(answer.get()).isEqualTo(first);
                }
                assertThat(reservations.open()).isEqualTo(1);
                assertThat(left(reservations, List.of(ONE), Dimension.CONCURRENCY))
                        .isEqualTo(SLOTS - 1);
                reservations.settle(Calls.admitted(first).reservation(), Calls.used(1, 1));
            }
        } finally {
            threads.shutdown();
        }
    }
}
