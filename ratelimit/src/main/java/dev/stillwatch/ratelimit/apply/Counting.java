// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.count.BucketPlan;
import dev.stillwatch.ratelimit.count.CounterKey;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.count.Plan;
import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.count.WindowPlan;

/**
 * Counts under a plan of which only a share is to be had. The counter is the same for every share, because others may be
 * counted with it: a window is compared with a smaller limit, and from a bucket each hit takes more tokens.
 */
final class Counting {
    private final Counters counters;

    Counting(Counters counters) {
        this.counters = counters;
    }

    Taken take(CounterKey key, Plan plan, long hits, double share) {
        return share == 1 ? counters.take(key, plan, hits) : takeShare(key, plan, hits, share);
    }

    private Taken takeShare(CounterKey key, Plan plan, long hits, double share) {
        if (!(plan instanceof BucketPlan)) {
            return counters.take(key, shareOf(plan, share), hits);
        }
        Taken taken = counters.take(key, plan, (long) Math.ceil(hits / share));
        long remaining = (long) (taken.remaining() * share);
        return new Taken(
                hits == 0 ? remaining > 0 : taken.within(),
                (long) (taken.used() * share),
                remaining,
                taken.untilReset(),
                taken.retryAfter());
    }

    Taken giveBack(CounterKey key, Plan plan, long hits, double share) {
        if (share == 1) {
            return counters.giveBack(key, plan, hits);
        }
        return plan instanceof BucketPlan
                ? counters.giveBack(key, plan, (long) (hits / share))
                : counters.giveBack(key, shareOf(plan, share), hits);
    }

    /** How many of so many are to be had. */
    static long shareOf(long requests, double share) {
        return share == 1 ? requests : (long) (requests * share);
    }

    private static WindowPlan shareOf(Plan plan, double share) {
        return new WindowPlan(plan.unit(), shareOf(plan.requests(), share));
    }
}
