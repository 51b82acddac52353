// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.snapshot;

import dev.stillwatch.policies.snapshot.CounterState;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A counter that knows whether it has changed since it was told last. Decisions {@link #touch} it after they changed it,
 * which writes nothing when it is touched already; one thread at a time has it {@link #tell}. What is counted before the
 * state is read is in it, what is counted later touches it again: nothing is missed.
 */
public abstract class Remembered {
    private volatile boolean touched = true;

    /** It was {@link #isSettled} already since it was told. */
    private volatile boolean settled;

    /** Something is being told of it, of which it is not known yet when it is over. */
    private static final long TELLING = Long.MAX_VALUE;

    /** When what was told of it is over, 0 when nothing is told of it. */
    private volatile long toldUntil;

    /** For counters of this module. */
    protected Remembered() {}

    /** It has changed. */
    protected final void touch() {
        if (!touched) {
            touched = true;
        }
    }

    /** Whether something is told of it whose end is not told yet. */
    protected final boolean isTold() {
        return toldUntil != 0;
    }

    /**
     * Whether all that it holds was told, and it had not changed either when this was asked before: where that was some
     * seconds ago, whoever follows the topic has read it.
     */
    public final boolean isSettled() {
        if (touched) {
            settled = false;
            return false;
        }
        boolean before = settled;
        settled = true;
        return before;
    }

    /** It goes on where the other stops: what was told of that, or is being told, is this one's to end. */
    protected final void tellsFor(Remembered other) {
        toldUntil = other.toldUntil;
    }

    /** It began from that state, which was told by another or before a restart: its end is this one's to tell. */
    public final void beganFrom(CounterState last) {
        toldUntil = Math.max(1, last.until());
    }

    /** What there is to tell at that look, null for nothing. */
    public final @Nullable Telling tell(Supplier<CounterName> name, Glance glance) {
        long told = toldUntil;
        boolean over = told != 0 && told <= glance.now();
        // What was told may be over while it still holds something: that of a plan of zero never fills up.
        if (touched || over || glance.anew()) {
            touched = false;
            settled = false;
            // Before it is read: whoever retires it from now on knows that something is told.
            toldUntil = TELLING;
            CounterState state = state(glance.now());
            if (state == null) {
                toldUntil = told;
                return null;
            }
            boolean worth = state.until() > glance.now() + glance.span();
            // Where something may be lost, what is known may be what was told before the last.
            if (worth || told > glance.now() || glance.anew() && told != 0) {
                toldUntil = Math.max(1, state.until());
                return new Telling(name.get(), Optional.of(state));
            }
            toldUntil = told;
        }
        if (over) {
            toldUntil = 0;
            return new Telling(name.get(), Optional.empty());
        }
        return null;
    }

    /** What it holds at that instant of the wall clock; null when it counts no longer. */
    protected abstract @Nullable CounterState state(long now);
}
