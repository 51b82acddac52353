// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.count.BucketPlan;
import dev.stillwatch.ratelimit.count.CounterKey;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.count.Plan;
import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.count.WindowPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts here, under a plan of which only a share is to be had. The counter is the same for every share, because others may be
 * counted with it: a window is compared with a smaller limit, and from a bucket each hit takes more tokens. One of a limit
 * that is not 0 is always to be had: a tier that leaves less would be a block, and a block needs an approved act.
 */
public final class Counting implements Counts {
    private final Counters counters;

    /** Counts in these. */
    public Counting(Counters counters) {
        this.counters = counters;
    }

    @Override
    public Taken count(Taking taking, List<String> subjects) {
        return count(taking);
    }

    @Override
    public @Nullable Taken[] count(@Nullable Taking[] takings, List<String> subjects) {
        @Nullable Taken[] taken = new Taken[takings.length];
        for (int i = 0; i < takings.length; i++) {
            Taking taking = takings[i];
            taken[i] = taking == null ? null : count(taking);
        }
        return taken;
    }

    /** Counts one, whoever's it is. */
    public Taken count(Taking taking) {
        Plan plan = taking.plan();
        CounterKey key = new CounterKey(taking.domain(), taking.entries(), plan);
        return taking.givesBack()
                ? giveBack(key, plan, taking.hits(), taking.share())
                : take(key, plan, taking.hits(), taking.share());
    }

    private Taken take(CounterKey key, Plan plan, long hits, double share) {
        if (share == 1) {
            return counters.take(key, plan, hits);
        }
        return plan instanceof BucketPlan bucket
                ? ofShare(
                        counters.take(key, bucket, (long) Math.ceil(tokens(bucket, hits, share))), bucket, hits, share)
                : counters.take(key, shareOf(plan, share), hits);
    }

    private Taken giveBack(CounterKey key, Plan plan, long hits, double share) {
        if (share == 1) {
            return counters.giveBack(key, plan, hits);
        }
        if (!(plan instanceof BucketPlan bucket)) {
            return counters.giveBack(key, shareOf(plan, share), hits);
        }
        Taken given = counters.giveBack(key, bucket, (long) tokens(bucket, hits, share));
        Taken told = ofShare(given, bucket, hits, share);
        return new Taken(true, told.used(), told.remaining(), told.untilReset(), Taken.NEVER);
    }

    /** How many of so many are to be had. */
    static long shareOf(long requests, double share) {
        return share == 1 || requests == 0 ? requests : Math.max(1, (long) (requests * share));
    }

    private static WindowPlan shareOf(Plan plan, double share) {
        return new WindowPlan(plan.unit(), shareOf(plan.requests(), share));
    }

    /** How many tokens so many hits take: one hit never more than the bucket holds. */
    private static double tokens(BucketPlan bucket, long hits, double share) {
        return Math.min(hits / share, (double) hits * bucket.most());
    }

    /** How many hits so many tokens are. */
    private static long hits(BucketPlan bucket, long tokens, double share) {
        return Math.max((long) (tokens * share), tokens / bucket.most());
    }

    /**
     * From tokens to hits. A look is within the share while a hit of it is left. When one is left again the bucket cannot
     * be asked without taking: a refused look is told when the bucket is full, by when there is one.
     */
    private static Taken ofShare(Taken whole, BucketPlan bucket, long hits, double share) {
        long remaining = hits(bucket, whole.remaining(), share);
        boolean within = hits == 0 ? remaining > 0 : whole.within();
        long refusedUntil = hits == 0 ? whole.untilReset() : whole.retryAfter();
        return new Taken(
                within,
                hits(bucket, whole.used(), share),
                remaining,
                whole.untilReset(),
                within ? Taken.NEVER : refusedUntil);
    }
}
