// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.count.Taken;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was counted under one metric's name since the start, in hits, as envoyproxy/ratelimit's {@code within_limit},
 * {@code near_limit} (above 80 % of the limit), {@code over_limit} and {@code shadow_mode}. Of a refused request that
 * would have gone into the limit in part, only the part beyond is over; the other part is neither within nor over.
 */
public final class RuleTotals {
    /** Near a limit begins this far below it: a fifth. */
    private static final long NEAR = 5;

    private final LongAdder within = new LongAdder();
    private final LongAdder near = new LongAdder();
    private final LongAdder over = new LongAdder();
    private final LongAdder shadow = new LongAdder();

    void add(Taken taken, long hits, long limit, boolean shadowMode) {
        long nearFrom = limit - (limit + NEAR - 1) / NEAR;
        if (taken.within()) {
            within.add(hits);
            if (taken.used() > nearFrom) {
                near.add(Math.min(hits, taken.used() - nearFrom));
            }
        } else {
            refused(taken, hits, limit, nearFrom);
            if (shadowMode) {
                shadow.add(hits);
            }
        }
    }

    private void refused(Taken taken, long hits, long limit, long nearFrom) {
        long before = taken.used() - hits;
        if (before < limit && taken.used() > limit) {
            over.add(taken.used() - limit);
            near.add(limit - Math.max(nearFrom, before));
        } else {
            over.add(hits);
        }
    }

    /** Hits of requests within the limit. */
    public long within() {
        return within.sum();
    }

    /** Of the hits, those above 80 % of the limit and not over it. */
    public long near() {
        return near.sum();
    }

    /** Hits over the limit. */
    public long over() {
        return over.sum();
    }

    /** Hits of requests over the limit that passed because the rule is in shadow mode. */
    public long shadow() {
        return shadow.sum();
    }
}
