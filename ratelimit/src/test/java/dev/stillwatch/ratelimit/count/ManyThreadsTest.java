// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.snapshot.Kept;
import dev.stillwatch.ratelimit.snapshot.SnapshotSweep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No schedule of threads passes more than the limit: takers of several keys and kinds, with sweeps between them. */
class ManyThreadsTest {
    private static final int THREADS = 4;
    private static final int KEYS = 3;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS + 2);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void exactlyTheLimitPassesWhileTheClockStands() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            long limit = random.nextInt(400);
            long size = 1 + limit;
            List<Plan> plans = List.of(
                    new WindowPlan(Unit.HOUR, limit),
                    new BucketPlan(Unit.DAY, size, size, false),
                    new BucketPlan(Unit.DAY, size, size, true));
            for (Plan plan : plans) {
                Counters counters = new Counters(new TestClock(), 100);
                AtomicLongArray passed = new AtomicLongArray(KEYS);
                // No bucket is full when a sweep meets it: a full one may charge a request twice, as is held below.
                for (int k = 0; k < KEYS; k++) {
                    passed.set(k, counters.take(key(k, plan), plan, 1).within() ? 1 : 0);
                }

                run(counters, seed, 1_000, (mine, step) -> {
                    int k = mine.nextInt(KEYS);
                    if (counters.take(key(k, plan), plan, 1).within()) {
                        passed.incrementAndGet(k);
                    }
                });

                for (int k = 0; k < KEYS; k++) {
                    assertThat(passed.get(k)).as("%s, seed %d", plan, seed).isEqualTo(plan.requests());
                }
            }
        }
    }

    @Test
    void atMostTheLimitPassesOfRequestsOfAnySizeAndNothingOfItIsLost() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            BucketPlan plan = new BucketPlan(Unit.YEAR, 500, 500, seed % 2 == 0);
            Counters counters = new Counters(new TestClock(), 100);
            AtomicLongArray passed = new AtomicLongArray(KEYS);

            run(counters, seed, 600, (mine, step) -> {
                int k = mine.nextInt(KEYS);
                int hits = mine.nextInt(6);
                if (counters.take(key(k, plan), plan, hits).within()) {
                    passed.addAndGet(k, hits);
                }
            });

            for (int k = 0; k < KEYS; k++) {
                long left = counters.take(key(k, plan), plan, 0).remaining();
                // A full bucket that the sweep met may have charged a request twice, each thread one at most.
                assertThat(passed.get(k) + left).as("seed %d", seed).isBetween(500L - 5 * THREADS, 500L);
            }
        }
    }

    @Test
    void whatIsTakenAndGivenBackIsNeverMoreThanTheLimitAtAnyTime() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            Plan plan = seed % 2 == 0 ? new BucketPlan(Unit.YEAR, 5, 5, false) : new BucketPlan(Unit.YEAR, 5, 5, true);
            Counters counters = new Counters(new TestClock(), 100);
            AtomicLongArray held = new AtomicLongArray(KEYS);
            AtomicBoolean over = new AtomicBoolean();

            run(counters, seed, 1_500, (mine, step) -> {
                int k = mine.nextInt(KEYS);
                if (counters.take(key(k, plan), plan, 1).within()) {
                    if (held.incrementAndGet(k) > 5) {
                        over.set(true);
                    }
                    held.decrementAndGet(k);
                    counters.giveBack(key(k, plan), plan, 1);
                }
            });

            assertThat(over).as("seed %d", seed).isFalse();
        }
    }

    @Test
    void atMostTheLimitPassesInEachWindowWhileTheClockRuns() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            TestClock clock = new TestClock();
            WindowPlan window = new WindowPlan(Unit.SECOND, 7);
            BucketPlan strict = new BucketPlan(Unit.SECOND, 7, 7, true);
            Counters counters = new Counters(clock, 100);
            int windows = 400;
            AtomicLongArray passed = new AtomicLongArray(2 * KEYS * windows);

            run(counters, seed, 2_000, (mine, step) -> {
                int k = mine.nextInt(KEYS);
                Plan plan = mine.nextBoolean() ? window : strict;
                long before = clock.millis();
                boolean within = counters.take(key(k, plan), plan, 1).within();
                // Counted only where it is known which window it was.
                if (within && clock.millis() / 1000 == before / 1000) {
                    int second = (int) ((before - TestClock.MIDNIGHT) / 1000);
                    passed.incrementAndGet(((plan == strict ? KEYS : 0) + k) * windows + second);
                }
                if (mine.nextInt(20) == 0) {
                    clock.move(Duration.ofMillis(mine.nextInt(900)));
                }
            });

            for (int i = 0; i < passed.length(); i++) {
                assertThat(passed.get(i)).as("seed %d", seed).isLessThanOrEqualTo(7);
            }
        }
    }

    @Test
    void inSharedWindowsNoKeyPassesMoreThanItsLimit() throws Exception {
        WindowPlan plan = new WindowPlan(Unit.HOUR, 50);
        Counters counters = new Counters(new TestClock(), 0);
        AtomicLongArray passed = new AtomicLongArray(KEYS);

        run(counters, 1, 1_000, (mine, step) -> {
            int k = mine.nextInt(KEYS);
            if (counters.take(key(k, plan), plan, 1).within()) {
                passed.incrementAndGet(k);
            }
        });

        for (int k = 0; k < KEYS; k++) {
            assertThat(passed.get(k)).isLessThanOrEqualTo(50);
        }
    }

    @Test
    void theBoundHoldsWhateverComesAtOnce() throws Exception {
        TestClock clock = new TestClock();
        Counters counters = new Counters(clock, 64);
        WindowPlan plan = new WindowPlan(Unit.SECOND, 5);

        run(counters, 1, 5_000, (mine, step) -> {
            counters.take(key(mine.nextInt(1_000), plan), plan, 1);
            if (mine.nextInt(50) == 0) {
                clock.move(Duration.ofMillis(300));
            }
            assertThat(counters.size()).isLessThanOrEqualTo(64 + THREADS);
        });

        clock.move(Duration.ofSeconds(1));
        counters.sweep();
        assertThat(counters.size()).isZero();
    }

    @Test
    void whatLooksBesideDecisionsToldIsWhatIsLeft() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            TestClock clock = new TestClock();
            Kept kept = new Kept();
            List<Plan> plans = List.of(new WindowPlan(Unit.HOUR, 200), new BucketPlan(Unit.DAY, 200, 200, false));
            Counters counters = new Counters(clock, 100, kept);
            // None of these is ever full.
            for (Plan plan : plans) {
                for (int k = 0; k < KEYS; k++) {
                    counters.take(key(k, plan), plan, 1);
                }
            }
            SnapshotSweep sweep = new SnapshotSweep(List.of(counters.round()), 1_000, 5);
            AtomicBoolean done = new AtomicBoolean();
            Future<?> looking = threads.submit(() -> {
                while (!done.get()) {
                    kept.take(sweep.look(clock.millis()), clock.millis());
                }
            });

            run(counters, seed, 1_000, (mine, step) -> {
                Plan plan = plans.get(mine.nextInt(2));
                // The others are full again and again.
                CounterKey key = key(mine.nextInt(2 * KEYS), plan);
                int hits = mine.nextInt(4);
                if (counters.take(key, plan, hits).within() && mine.nextInt(4) > 0) {
                    counters.giveBack(key, plan, hits);
                }
            });
            done.set(true);
            looking.get(5, TimeUnit.MINUTES);
            // What a look had no room for is told at the next.
            for (int i = 0; i < 2 * plans.size() * KEYS; i++) {
                kept.take(sweep.look(clock.millis()), clock.millis());
            }

            Counters after = new Counters(clock, 100, kept);
            for (Plan plan : plans) {
                for (int k = 0; k < 2 * KEYS; k++) {
                    long left = counters.take(key(k, plan), plan, 0).remaining();
                    long leftAfter = after.take(key(k, plan), plan, 0).remaining();
                    assertThat(leftAfter)
                            .as("%s, key %d, seed %d", plan, k, seed)
                            .isEqualTo(left);
                }
            }
        }
    }

    private interface Work {
        void step(Random mine, int step);
    }

    private void run(Counters counters, int seed, int steps, Work work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS + 1);
        AtomicBoolean done = new AtomicBoolean();
        Future<?> sweeping = threads.submit(() -> {
            start.await();
            while (!done.get()) {
                counters.sweep();
            }
            return null;
        });
        List<Future<?>> working = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            Random mine = new Random(31L * seed + t);
            working.add(threads.submit(() -> {
                start.await();
                for (int i = 0; i < steps; i++) {
                    work.step(mine, i);
                }
                return null;
            }));
        }
        for (Future<?> each : working) {
            each.get(5, TimeUnit.MINUTES);
        }
        done.set(true);
        sweeping.get(5, TimeUnit.MINUTES);
    }

    private static CounterKey key(int number, Plan plan) {
        return new CounterKey("d", List.of(new Entry("k", "v" + number)), plan);
    }
}
