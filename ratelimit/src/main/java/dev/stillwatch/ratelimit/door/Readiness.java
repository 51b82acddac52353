// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import java.util.SortedMap;

/**
 * Whether the limiter may be asked.
 *
 * @param ready whether what it decides by is complete: limits, and standings where it follows them
 * @param state one word, for example {@code running}, {@code reading-standings} or {@code stopping}
 * @param counts what an operator should see beside it, by name
 */
public record Readiness(boolean ready, String state, SortedMap<String, Long> counts) {}
