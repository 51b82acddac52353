// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.snapshot.Kept;
import dev.stillwatch.ratelimit.snapshot.SnapshotSweep;
import java.util.List;

/** Counters of one key that are told when a test says so, and begin anew from what was told. */
abstract class Restarts {
    static final long SPAN = 1_000;
    static final BucketPlan BUCKET = new BucketPlan(Unit.HOUR, 60, 100, false);
    static final WindowPlan WINDOW = new WindowPlan(Unit.HOUR, 100);

    final TestClock clock = new TestClock();
    final Kept kept = new Kept();
    Counters counters = new Counters(clock, 1_000, kept);
    SnapshotSweep sweep = sweep(counters);

    private static SnapshotSweep sweep(Counters counters) {
        return new SnapshotSweep(List.of(counters.round()), SPAN, 1_000);
    }

    final void sweep() {
        kept.take(sweep.look(clock.millis()), clock.millis());
    }

    final void restart() {
        counters = new Counters(clock, 1_000, kept);
        sweep = sweep(counters);
    }

    final long left(Plan plan) {
        return counters.take(key(plan), plan, 0).remaining();
    }

    final boolean take(Plan plan, long hits) {
        return counters.take(key(plan), plan, hits).within();
    }

    static CounterKey key(Plan plan) {
        return new CounterKey("d", List.of(new Entry("k", "v")), plan);
    }
}
