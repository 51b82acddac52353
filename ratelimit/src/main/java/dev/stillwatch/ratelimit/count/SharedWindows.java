// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import dev.stillwatch.ratelimit.decide.Unit;
import java.time.InstantSource;

/**
 * Windows that keys share when there is no room for counters of their own: {@link #SLOTS} of each unit. A key is counted
 * in the window of its slot together with all keys of that slot, and held to the lesser of its plan's rate and the most
 * that passes at one moment: in no window does any get more than its limit. As with all windows, the end of one and the
 * beginning of the next may see it twice, which a bucket would not let pass.
 */
final class SharedWindows {
    static final int SLOTS = 1024;

    private final FixedWindow[] windows;

    SharedWindows(InstantSource clock) {
        windows = new FixedWindow[Unit.values().length * SLOTS];
        for (Unit unit : Unit.values()) {
            for (int i = 0; i < SLOTS; i++) {
                windows[unit.ordinal() * SLOTS + i] = new FixedWindow(clock, unit, clock.millis());
            }
        }
    }

    Taken take(CounterKey key, Plan plan, long hits, long now) {
        int hash = key.hashCode() * 0x9E3779B9;
        int slot = plan.unit().ordinal() * SLOTS + (hash >>> (Integer.SIZE - 10));
        Taken taken = windows[slot].take(windowed(plan), hits, now);
        if (taken == null) {
            throw new IllegalStateException("a shared window was retired");
        }
        return taken;
    }

    private static WindowPlan windowed(Plan plan) {
        return plan instanceof WindowPlan window
                ? window
                : new WindowPlan(plan.unit(), Math.min(plan.requests(), plan.most()));
    }
}
