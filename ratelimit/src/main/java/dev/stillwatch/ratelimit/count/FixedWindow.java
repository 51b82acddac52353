// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.ratelimit.decide.Unit;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The count of one window in one long: the window's number modulo 2<sup>30</sup> (34 years of seconds) above 34 bits of
 * count, which is more than four times the greatest limit and stops there. A window is never left for an earlier one:
 * where time goes back, the count goes on until time has caught up.
 */
final class FixedWindow extends Counter {
    private static final int COUNT_BITS = 34;
    private static final long MOST = (1L << COUNT_BITS) - 2;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    /** No state has this count. */
    private static final long RETIRED = -1;

    private static final AtomicLongFieldUpdater<FixedWindow> STATE =
            AtomicLongFieldUpdater.newUpdater(FixedWindow.class, "state");

    private final InstantSource clock;
    private final Unit unit;
    private volatile long state;

    /** An empty one at that time, milliseconds since 1970. */
    FixedWindow(InstantSource clock, Unit unit, long now) {
        this(clock, unit, now, 0);
    }

    private FixedWindow(InstantSource clock, Unit unit, long now, long count) {
        this.clock = clock;
        this.unit = unit;
        this.state = Math.floorDiv(now, unit.span().toMillis()) << COUNT_BITS | count;
    }

    /** A window that begins with what was counted before, if that is of the present one or, by a clock that stepped, of one to come. */
    static FixedWindow since(InstantSource clock, Unit unit, CounterState.Window last, long now) {
        long span = unit.span().toMillis();
        boolean present = last.span() == span && last.start() >= Math.floorDiv(now, span) * span;
        return new FixedWindow(clock, unit, now, present ? Math.min(MOST, last.count()) : 0);
    }

    @Override
    @Nullable
    Taken take(Plan plan, long hits, long now) {
        return count(plan.requests(), hits, false, now);
    }

    @Override
    @Nullable
    Taken giveBack(Plan plan, long hits, long now) {
        return count(plan.requests(), -hits, true, now);
    }

    private @Nullable Taken count(long limit, long hits, boolean givesBack, long now) {
        long span = unit.span().toMillis();
        long number = Math.floorDiv(now, span);
        while (true) {
            long before = state;
            if (before == RETIRED) {
                return null;
            }
            long behind = behind(before, number);
            long start = behind > 0 ? 0 : before & COUNT_MASK;
            long after = Math.max(0, Math.min(MOST, start + Math.min(hits, MOST)));
            long next = (behind > 0 ? number << COUNT_BITS : before & ~COUNT_MASK) | after;
            if (next == before || STATE.compareAndSet(this, before, next)) {
                if (next != before) {
                    touch();
                }
                long ahead = behind < 0 ? -behind : 0;
                long untilReset = (span - Math.floorMod(now, span) + ahead * span) * 1_000_000;
                return Taken.ofWindow(limit, after, hits, givesBack, untilReset);
            }
        }
    }

    /** How many windows the state's is before the numbered one; negative where time went back. */
    private static long behind(long state, long number) {
        long distance = (number << COUNT_BITS) - (state & ~COUNT_MASK);
        return distance >> COUNT_BITS;
    }

    /**
     * Its end is not waited for longer than a span: by a wall clock that stepped back it may come hours later, and a window
     * that is past says nothing to anybody.
     */
    @Override
    boolean retire() {
        long before = state;
        if (before == RETIRED) {
            return true;
        }
        long behind = behind(before, Math.floorDiv(clock.millis(), unit.span().toMillis()));
        return behind > (isTold() ? 1 : 0) && STATE.compareAndSet(this, before, RETIRED);
    }

    @Override
    boolean isRetired() {
        return state == RETIRED;
    }

    @Override
    @Nullable
    Counter successor() {
        return null;
    }

    @Override
    protected @Nullable CounterState state(long now) {
        long held = state;
        if (held == RETIRED) {
            return null;
        }
        long span = unit.span().toMillis();
        long time = clock.millis();
        long number = Math.floorDiv(time, span) - behind(held, Math.floorDiv(time, span));
        return new CounterState.Window(number * span, span, held & COUNT_MASK);
    }
}
