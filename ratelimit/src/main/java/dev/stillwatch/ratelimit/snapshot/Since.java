// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.snapshot;

import io.github.bucket4j.TimeMeter;

/**
 * The clock of a bucket that begins in the past: its first reading, which is the bucket's beginning, is so long ago, all
 * later ones are now. So the bucket itself gives back what came since, to the nanosecond and by its own plan.
 */
public final class Since implements TimeMeter {
    /** Fifty years, which as nanoseconds are far from the end of a long: of a longer time what came in fifty years is given back. */
    private static final long MOST_MILLIS = 50L * 365 * 86_400_000;

    private final TimeMeter meter;
    private final long nanos;
    private boolean begun;

    /**
     * A clock for one bucket.
     *
     * @param meter the clock
     * @param from when the bucket begins, milliseconds since 1970; as of now when that is to come, because a clock has
     *     stepped
     * @param now milliseconds since 1970
     */
    public Since(TimeMeter meter, long from, long now) {
        this.meter = meter;
        this.nanos = nanos(from, now);
    }

    /** Nanoseconds from one to the other, milliseconds since 1970 both; 0 where the first is to come. */
    public static long nanos(long from, long now) {
        return Math.max(0, Math.min(MOST_MILLIS, now - from)) * 1_000_000;
    }

    @Override
    public long currentTimeNanos() {
        if (begun) {
            return meter.currentTimeNanos();
        }
        begun = true;
        return meter.currentTimeNanos() - nanos;
    }

    @Override
    public boolean isWallClockBased() {
        return meter.isWallClockBased();
    }
}
