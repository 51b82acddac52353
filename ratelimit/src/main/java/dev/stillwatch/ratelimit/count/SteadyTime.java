// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The wall clock without its steps. Time goes on with a clock that never steps, and follows the wall clock by at most 5 %
 * of the time that passes: a step of an hour opens no window early, fills no bucket and stalls nobody; limits are up to
 * 5 % looser or tighter until, after 20 times the step, both clocks agree again. Windows begin as much beside the wall
 * clock's minutes as is not caught up yet. A machine that slept is a step forward by its sleep.
 */
public final class SteadyTime implements Timepiece {
    /** One part in so many of the time that passes goes into following the wall clock. */
    private static final long FOLLOWING = 20;

    private static final long LOOK_EVERY = 1_000_000_000;
    private static final long MILLI = 1_000_000;

    private final InstantSource wall;
    private final LongSupplier steady;
    private volatile Anchor anchor;

    /**
     * Steady time that begins at the wall clock's.
     *
     * @param wall the wall clock
     * @param steady nanoseconds of a clock that never steps, as {@link System#nanoTime}
     */
    public SteadyTime(InstantSource wall, LongSupplier steady) {
        this.wall = wall;
        this.steady = steady;
        this.anchor = new Anchor(steady.getAsLong(), wall.millis() * MILLI, 0);
    }

    /** Steady time over the system's clocks. */
    public static SteadyTime system() {
        return new SteadyTime(InstantSource.system(), System::nanoTime);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long reading() {
        return steady.getAsLong();
    }

    @Override
    public long millis(long reading) {
        Anchor from = anchor;
        long now = from.at(reading);
        if (reading - from.nanos > LOOK_EVERY) {
            // Two threads may do so at once: either one's anchor lies on the same line.
            anchor = new Anchor(reading, now, wall.millis() * MILLI - now);
        }
        return now / MILLI;
    }

    /**
     * What time it was, and how far the wall clock was ahead then; all in nanoseconds.
     *
     * @param nanos of the steady clock
     * @param time steady time, since 1970
     * @param lag of steady time behind the wall clock
     */
    private record Anchor(long nanos, long time, long lag) {
        long at(long now) {
            long passed = now - nanos;
            long most = Math.max(0, passed / FOLLOWING);
            return time + passed + Math.max(-most, Math.min(most, lag));
        }
    }
}
