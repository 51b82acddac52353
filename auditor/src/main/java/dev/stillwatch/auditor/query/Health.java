// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import java.util.SortedMap;

/**
 * How the process is.
 *
 * @param ready whether it judges traffic now
 * @param state one word, for example {@code running} or {@code rebalancing}
 * @param passed how often each of the stream's bounds was passed since the process started
 */
public record Health(boolean ready, String state, SortedMap<String, Long> passed) {}
