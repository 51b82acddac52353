// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.snapshot.Passed;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random schedules with kills at any moment: what passes over any span. */
final class RestartLawTest extends Restarts {
    /** Over any span at most what is allowed passes, and what was taken after the last look before each kill within it. */
    @Test
    void aKillGivesAtMostWhatWasTakenSinceTheLastLook() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            BucketPlan plan = new BucketPlan(Unit.MINUTE, 1 + random.nextInt(90), 1 + random.nextInt(60), false);
            kept.states.clear();
            restart();
            Passed passed = new Passed(600);
            for (int i = 0; i < 600; i++) {
                clock.move(Duration.ofMillis(random.nextInt(3_000)));
                long hits = 1L + random.nextInt(4);
                passed.at(clock.millis(), take(plan, hits) ? hits : 0);
                if (random.nextInt(3) == 0) {
                    sweep();
                    passed.looked();
                }
                if (random.nextInt(5) == 0) {
                    counters.sweep();
                }
                if (random.nextInt(20) == 0) {
                    restart();
                    // What is back within a span is not told.
                    passed.killed((long) Math.ceil(plan.requests() * SPAN / 60_000.0));
                }
            }
            passed.holds(random, 2_000, plan.most(), plan.requests() * 60.0, "seed " + seed);
        }
    }

    @Test
    void inNoWindowMoreThanTheLimitPassesButForWhatWasCountedSinceTheLastLook() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            WindowPlan plan = new WindowPlan(Unit.MINUTE, 1 + random.nextInt(60));
            kept.states.clear();
            restart();
            long window = 0;
            long passed = 0;
            long lost = 0;
            long sinceLook = 0;
            for (int i = 0; i < 1_000; i++) {
                clock.move(Duration.ofMillis(random.nextInt(2_000)));
                if (clock.millis() / 60_000 != window) {
                    window = clock.millis() / 60_000;
                    passed = 0;
                    lost = 0;
                    sinceLook = 0;
                }
                boolean within = take(plan, 1);
                passed += within ? 1 : 0;
                sinceLook += within ? 1 : 0;
                if (random.nextInt(3) == 0) {
                    sweep();
                    boolean overSoon = (window + 1) * 60_000 - clock.millis() <= SPAN;
                    sinceLook = overSoon ? sinceLook : 0;
                }
                if (random.nextInt(20) == 0) {
                    restart();
                    lost += sinceLook;
                    sinceLook = 0;
                }
                assertThat(passed).as("seed %d, step %d", seed, i).isLessThanOrEqualTo(plan.requests() + lost);
            }
        }
    }
}
