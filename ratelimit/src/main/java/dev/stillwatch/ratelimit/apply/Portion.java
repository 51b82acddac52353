// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.count.BucketPlan;
import dev.stillwatch.ratelimit.count.Plan;
import dev.stillwatch.ratelimit.count.Taken;
import dev.stillwatch.ratelimit.count.WindowPlan;

/**
 * A taking of which only a share of the limit is to be had, as a counter of the whole limit sees it, and the way back. The
 * counter is the same for every share, because others may be counted with it: a window is compared with a smaller limit,
 * and from a bucket each hit takes more tokens. One of a limit that is not 0 is always to be had: a tier that leaves less
 * would be a block, and a block needs an approved act.
 *
 * @param taking what is taken or given back
 * @param plan what the counter is compared with
 * @param hits how much of the counter it is, at least 0
 */
public record Portion(Taking taking, Plan plan, long hits) {
    /** What a taking is to a counter. */
    public static Portion of(Taking taking) {
        Plan plan = taking.plan();
        if (taking.share() == 1) {
            return new Portion(taking, plan, taking.hits());
        }
        if (!(plan instanceof BucketPlan bucket)) {
            long least = shareOf(plan.requests(), taking.share());
            return new Portion(taking, new WindowPlan(plan.unit(), least), taking.hits());
        }
        double tokens = tokens(bucket, taking.hits(), taking.share());
        return new Portion(taking, plan, (long) (taking.givesBack() ? tokens : Math.ceil(tokens)));
    }

    /** What the counter says, in hits of the share. */
    public Taken told(Taken counter) {
        if (taking.share() == 1 || !(plan instanceof BucketPlan bucket)) {
            return counter;
        }
        Taken told = ofShare(counter, bucket, taking.hits(), taking.share());
        return taking.givesBack()
                ? new Taken(true, told.used(), told.remaining(), told.untilReset(), Taken.NEVER)
                : told;
    }

    /** How many of so many are to be had. */
    static long shareOf(long requests, double share) {
        return share == 1 || requests == 0 ? requests : Math.max(1, (long) (requests * share));
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
