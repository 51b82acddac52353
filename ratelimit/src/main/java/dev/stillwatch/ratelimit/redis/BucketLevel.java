// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.redis;

import dev.stillwatch.ratelimit.count.BucketPlan;
import dev.stillwatch.ratelimit.count.Taken;

/**
 * A bucket as the script leaves it, read as Bucket4j reads one.
 *
 * @param plan how it fills
 * @param tokens whole tokens in it
 * @param fraction what has come of the next token, in units of one over the milliseconds of the plan's unit
 * @param unitLeft what a strict one has left of its aligned unit
 * @param unitEnds nanoseconds until that unit ends
 */
record BucketLevel(BucketPlan plan, long tokens, long fraction, long unitLeft, long unitEnds) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * What became of a taking.
     *
     * @param hits how much was asked for
     * @param givesBack whether it was given back
     * @param accepted whether the hits were taken
     */
    Taken taken(long hits, boolean givesBack, boolean accepted) {
        if (givesBack) {
            Taken look = look(true);
            return new Taken(true, look.used(), look.remaining(), look.untilReset(), Taken.NEVER);
        }
        if (hits == 0 || hits > plan.most()) {
            return look(hits == 0);
        }
        long untilFull = Math.max(untilTokens(plan.burst()), untilUnit(plan.requests()));
        return taken(accepted, untilFull, accepted ? Taken.NEVER : until(hits));
    }

    private Taken look(boolean fits) {
        boolean left = remaining() > 0;
        return taken(fits && left, until(plan.most()), fits && !left ? until(1) : Taken.NEVER);
    }

    private Taken taken(boolean within, long untilReset, long retryAfter) {
        return new Taken(within, Math.max(0, plan.most() - remaining()), remaining(), untilReset, retryAfter);
    }

    private long remaining() {
        return plan.strict() ? Math.min(tokens, unitLeft) : tokens;
    }

    /** Nanoseconds until so many can be taken. */
    private long until(long hits) {
        return Math.max(untilTokens(hits), untilUnit(hits));
    }

    private long untilUnit(long hits) {
        return plan.strict() && hits > unitLeft ? unitEnds : 0;
    }

    private long untilTokens(long hits) {
        if (hits <= tokens) {
            return 0;
        }
        long span = plan.unit().span().toNanos();
        long lack = hits - tokens;
        if (Math.multiplyHigh(lack, span) != 0 || lack * span < 0) {
            return (long) ((double) lack / plan.requests() * span);
        }
        return (lack * span - fraction * NANOS_PER_MILLI) / plan.requests();
    }
}
