// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.ratelimit.snapshot.CounterName;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import dev.stillwatch.ratelimit.snapshot.SnapshotSweep;
import dev.stillwatch.ratelimit.snapshot.Telling;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What nodes told of their counters, in place of the topic: the sweep is the limiter's, the cluster's delay is left out. */
final class ToldStates implements LastStates {
    private final Map<CounterName, CounterState> states = new ConcurrentHashMap<>();

    @Override
    public Optional<CounterState> last(CounterName name) {
        return Optional.ofNullable(states.get(name));
    }

    /** Takes what a sweep finds now. */
    void look(SnapshotSweep sweep) {
        for (Telling telling : sweep.look(System.currentTimeMillis())) {
            telling.state()
                    .ifPresentOrElse(state -> states.put(telling.name(), state), () -> states.remove(telling.name()));
        }
    }
}
