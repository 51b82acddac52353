// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

/**
 * Who an account is, as its records last said. Merges commute: the fact with the latest event time wins, ties go to the
 * greater value.
 *
 * @param account its id
 * @param org declared organisation, empty when unknown
 * @param plan plan, empty when unknown
 * @param created when it was made, milliseconds since 1970, 0 when unknown
 * @param firstSeen event time of its first exchange
 * @param lastSeen event time of its last exchange
 */
public record AccountFacts(String account, String org, String plan, long created, long firstSeen, long lastSeen) {}
