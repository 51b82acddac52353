// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.snapshot;

import dev.stillwatch.policies.snapshot.CounterState;
import java.util.Optional;

/**
 * What there is to say of a counter.
 *
 * @param name which
 * @param state what it has counted; empty when that is over by itself, so that nothing need be kept of it
 */
public record Telling(CounterName name, Optional<CounterState> state) {}
