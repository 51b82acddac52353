// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

/**
 * How the process is.
 *
 * @param ready whether it judges traffic now
 * @param state one word, for example {@code running} or {@code rebalancing}
 */
public record Health(boolean ready, String state) {}
