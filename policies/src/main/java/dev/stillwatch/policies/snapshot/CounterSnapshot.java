// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.snapshot;

/**
 * What a limiter had counted for one key.
 *
 * @param counter whose
 * @param flagged whether it holds a subject to its standing, or a ring to its budget: such ones are kept first
 * @param asOf when it was looked at, milliseconds since 1970 by the limiter's wall clock
 * @param state what it had counted by then
 */
public record CounterSnapshot(CounterId counter, boolean flagged, long asOf, CounterState state) {}
