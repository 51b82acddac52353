// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.snapshot;

import dev.stillwatch.policies.snapshot.CounterState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What sweeps told, by name, as a compacted topic holds it; one thread takes, any may ask. */
public final class Kept implements LastStates {
    public final Map<CounterName, CounterState> states = new ConcurrentHashMap<>();
    public int tellings;

    @Override
    public Optional<CounterState> last(CounterName name) {
        return Optional.ofNullable(states.get(name));
    }

    /** Takes what was told; an end is believed only when what it ends is over, as limiters do. */
    public void take(List<Telling> told, long now) {
        tellings += told.size();
        for (Telling telling : told) {
            telling.state()
                    .ifPresentOrElse(
                            state -> states.put(telling.name(), state),
                            () -> states.computeIfPresent(
                                    telling.name(), (name, state) -> state.until() > now ? state : null));
        }
    }
}
