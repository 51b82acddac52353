// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.count.Taken;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was counted under one metric's name since the start, in hits: envoyproxy/ratelimit's {@code within_limit},
 * {@code near_limit} (above 80 % of the limit), {@code over_limit} and {@code shadow_mode}; its {@code total_hits} are
 * the first and the third together.
 */
public final class RuleTotals {
    private static final double NEAR = 0.8;

    private final LongAdder within = new LongAdder();
    private final LongAdder near = new LongAdder();
    private final LongAdder over = new LongAdder();
    private final LongAdder shadow = new LongAdder();

    void add(Taken taken, long hits, long limit, boolean shadowMode) {
        long nearFrom = (long) Math.floor(NEAR * limit);
        if (taken.within()) {
            within.add(hits);
            if (taken.used() > nearFrom) {
                near.add(Math.min(hits, taken.used() - nearFrom));
            }
            return;
        }
        long before = taken.used() - hits;
        if (before < limit && taken.used() > limit) {
            // Some of the hits still went into the limit.
            over.add(taken.used() - limit);
            near.add(limit - Math.max(nearFrom, before));
        } else {
            over.add(hits);
        }
        if (shadowMode) {
            shadow.add(hits);
        }
    }

    /** Hits within the limit. */
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

    /** Of those over the limit, the ones that passed because the rule is in shadow mode. */
    public long shadow() {
        return shadow.sum();
    }
}
