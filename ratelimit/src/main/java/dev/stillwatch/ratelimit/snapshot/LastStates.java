// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.snapshot;

import dev.stillwatch.policies.snapshot.CounterState;
import java.util.Optional;

/** What is known of counters from before they were created here. Asked by decisions: it must be quick and wait for nothing. */
@FunctionalInterface
public interface LastStates {
    /** Nothing is known of any. */
    LastStates NONE = name -> Optional.empty();

    /** The counter's last state, empty when none is known. */
    Optional<CounterState> last(CounterName name);
}
