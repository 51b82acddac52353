// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import dev.stillwatch.ratelimit.decide.Unit;
import java.time.InstantSource;

/**
 * Windows that keys share when there is no room for counters of their own: {@link #SLOTS} of each unit. A key is counted
 * by its plan's rate in the window of its slot, together with all keys of that slot, so none gets more than its limit.
 */
final class SharedWindows {
    static final int SLOTS = 1024;

    private final FixedWindow[] windows;

    SharedWindows(InstantSource clock) {
        windows = new FixedWindow[Unit.values().length * SLOTS];
        for (Unit unit : Unit.values()) {
            for (int i = 0; i < SLOTS; i++) {
                windows[unit.ordinal() * SLOTS + i] = new FixedWindow(clock, unit);
            }
        }
    }

    Taken take(CounterKey key, Plan plan, long hits) {
        int hash = key.hashCode() * 0x9E3779B9;
        int slot = plan.unit().ordinal() * SLOTS + (hash >>> (Integer.SIZE - 10));
        Taken taken = windows[slot].take(plan, hits);
        if (taken == null) {
            throw new IllegalStateException("a shared window was retired");
        }
        return taken;
    }
}
