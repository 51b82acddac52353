// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.apply.Counting;
import dev.stillwatch.ratelimit.apply.Taking;
import dev.stillwatch.ratelimit.count.BucketPlan;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.count.Plan;
import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.count.WindowPlan;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.redis.RedisCounts;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** For one limiter, what is counted in a Redis is what is counted in process, to the nanosecond of each answer. */
@Timeout(300)
class SameAsInProcessTest {
    private static final long NOON = Instant.parse("2026-11-26T12:00:00Z").toEpochMilli();
    private static final long MOST = 0xFFFF_FFFFL;
    private static final List<Unit> UNITS = List.of(Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.YEAR);

    private final AtomicLong now = new AtomicLong(NOON);
    private final Counting here = new Counting(new Counters(() -> Instant.ofEpochMilli(now.get()), 1_000));

    @TempDir
    private Path directory;

    @Test
    void anyScheduleIsAnsweredAlike() throws Exception {
        try (RedisServer redis = RedisServer.start(directory);
                RedisCounts there = RedisCounts.start(redis.address(), Optional.empty(), RedisServer.LONG, now::get)) {
            for (int seed = 0; seed < 80; seed++) {
                Random random = new Random(seed);
                now.set(NOON + random.nextInt(100_000_000));
                List<Plan> plans = List.of(plan(random), plan(random), plan(random));
                for (int step = 0; step < 40; step++) {
                    pass(random, plans.get(0).unit());
                    @Nullable Taking[] takings = new Taking[1 + random.nextInt(3)];
                    for (int i = 0; i < takings.length; i++) {
                        takings[i] = random.nextInt(6) == 0 ? null : taking(random, plans.get(i), seed + "/" + i);
                    }
                    @Nullable Taken[] expected = here.count(takings, List.of());
                    @Nullable Taken[] told = there.count(takings, List.of());
                    for (int i = 0; i < takings.length; i++) {
                        assertThat(comparable(told[i], takings[i]))
                                .as("seed %d step %d, %s", seed, step, takings[i])
                                .isEqualTo(comparable(expected[i], takings[i]));
                    }
                }
            }
        }
    }

    /** To one token: what comes of a part of a token by a change is rounded to a part of a millisecond. */
    @Test
    void aChangedPlanGivesNobodyTokens() throws Exception {
        try (RedisServer redis = RedisServer.start(directory);
                RedisCounts there = RedisCounts.start(redis.address(), Optional.empty(), RedisServer.LONG, now::get)) {
            for (int seed = 0; seed < 50; seed++) {
                Random random = new Random(seed);
                now.set(NOON + random.nextInt(100_000_000));
                boolean strict = random.nextBoolean();
                Taking first = taking(new BucketPlan(Unit.HOUR, 500, 500, strict), "changed " + seed, 1, 1, false);
                assertThat(there.count(first, List.of())).isEqualTo(here.count(first));
                for (int change = 0; change < 4; change++) {
                    Plan plan = new BucketPlan(Unit.HOUR, 1 + random.nextInt(1_000), 1 + random.nextInt(1_000), strict);
                    for (int step = 0; step < 5; step++) {
                        now.addAndGet(random.nextInt(100_000));
                        Taking taking = taking(plan, "changed " + seed, random.nextInt(50), 1, false);
                        Taken expected = here.count(taking);
                        Taken told = there.count(taking, List.of());
                        if (expected.within() == told.within()) {
                            assertThat(told.remaining())
                                    .as("seed %d, %s", seed, taking)
                                    .isBetween(expected.remaining() - 2, expected.remaining() + 2);
                        } else {
                            assertThat(Math.abs(expected.remaining() - told.remaining()))
                                    .as("seed %d, %s", seed, taking)
                                    .isLessThanOrEqualTo(taking.hits() + 2);
                            there.count(
                                    taking(plan, "changed " + seed, told.within() ? taking.hits() : 0, 1, true),
                                    List.of());
                            here.count(taking(plan, "changed " + seed, expected.within() ? taking.hits() : 0, 1, true));
                        }
                    }
                }
            }
        }
    }

    /** The script has doubles only: of the greatest rate over the longest unit each token comes in its millisecond. */
    @Test
    void nothingIsRounded() throws Exception {
        try (RedisServer redis = RedisServer.start(directory);
                RedisCounts there = RedisCounts.start(redis.address(), Optional.empty(), RedisServer.LONG, now::get)) {
            Random random = new Random(7);
            for (int round = 0; round < 30; round++) {
                Unit unit = UNITS.get(random.nextInt(UNITS.size()));
                long requests = MOST - random.nextInt(100_000);
                Plan plan = new BucketPlan(unit, requests, MOST, false);
                String name = "exact " + round;
                there.count(taking(plan, name, MOST, 1, false), List.of());
                BigInteger span = BigInteger.valueOf(unit.span().toMillis());
                BigInteger passed = BigInteger.ZERO;
                long taken = 0;
                for (int step = 0; step < 20; step++) {
                    long time = random.nextLong(unit.span().toMillis() / 25);
                    now.addAndGet(time);
                    passed = passed.add(BigInteger.valueOf(time));
                    long came = passed.multiply(BigInteger.valueOf(requests))
                            .divide(span)
                            .longValueExact();
                    Taken one = there.count(taking(plan, name, 1, 1, false), List.of());
                    taken += one.within() ? 1 : 0;
                    assertThat(one.remaining()).as("%s %d", unit, requests).isEqualTo(came - taken);
                }
            }
        }
    }

    /** Over a clock that stepped back nothing comes back before it has caught up. */
    @Test
    void aClockThatStepsBackGivesNothing() throws Exception {
        try (RedisServer redis = RedisServer.start(directory);
                RedisCounts there = RedisCounts.start(redis.address(), Optional.empty(), RedisServer.LONG, now::get)) {
            for (Plan plan : List.of(
                    new WindowPlan(Unit.MINUTE, 10),
                    new BucketPlan(Unit.MINUTE, 10, 10, false),
                    new BucketPlan(Unit.MINUTE, 10, 10, true))) {
                String name = plan.toString();
                Taking all = taking(plan, name, 10, 1, false);
                Taking one = taking(plan, name, 1, 1, false);
                now.set(NOON);
                assertThat(there.count(all, List.of())).isEqualTo(here.count(all));
                now.addAndGet(-Unit.HOUR.span().toMillis());
                Taken back = there.count(one, List.of());
                assertThat(back).isEqualTo(here.count(one));
                assertThat(back.within()).isFalse();
                now.set(NOON + Unit.MINUTE.span().toMillis());
                assertThat(there.count(all, List.of()).within()).as(name).isTrue();
            }
        }
    }

    private void pass(Random random, Unit unit) {
        switch (random.nextInt(8)) {
            case 0 -> now.addAndGet(unit.span().toMillis() - random.nextInt(1_000));
            case 1 -> now.addAndGet(random.nextLong(3 * unit.span().toMillis()));
            case 2 -> {}
            default -> now.addAndGet(random.nextInt(5_000));
        }
    }

    private static Plan plan(Random random) {
        Unit unit = UNITS.get(random.nextInt(UNITS.size()));
        if (random.nextInt(3) == 0) {
            return new WindowPlan(unit, number(random) - 1);
        }
        // Of more tokens in a longer time Bucket4j loses parts.
        long exact = Long.MAX_VALUE / 2 / unit.span().toNanos();
        return new BucketPlan(unit, Math.min(exact, number(random)), number(random), random.nextBoolean());
    }

    private static long number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextInt(3);
            case 1 -> 1 + random.nextInt(10_000);
            case 2 -> MOST - random.nextInt(3);
            default -> 1 + random.nextLong(MOST);
        };
    }

    private static Taking taking(Random random, Plan plan, String name) {
        long hits = switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> plan.most();
            case 2 -> random.nextLong(MOST);
            case 3 -> 1 + plan.most() / 3;
            default -> random.nextInt(4);
        };
        double share = random.nextInt(3) == 0 ? (1 + random.nextInt(99)) / 100.0 : 1;
        return taking(plan, name, hits, share, random.nextInt(5) == 0);
    }

    private static Taking taking(Plan plan, String name, long hits, double share, boolean givesBack) {
        return new Taking("llm", List.of(new Entry("account", name)), plan, hits, share, givesBack);
    }

    /** When what nobody has counted would begin anew is not said alike. */
    private static @Nullable Taken comparable(@Nullable Taken taken, @Nullable Taking taking) {
        return taken == null || taking == null || !taking.givesBack() || taken.used() > 0
                ? taken
                : new Taken(true, 0, taken.remaining(), 0, Taken.NEVER);
    }
}
