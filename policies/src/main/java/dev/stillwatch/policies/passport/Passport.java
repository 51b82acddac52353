// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.passport;

import java.util.Set;

/**
 * A declared evaluation, red-team or research run: turns the worst false positive into a recorded non-event, within its
 * bounds.
 *
 * @param id the id that records claim
 * @param accounts accounts it covers
 * @param purpose evaluation, red-team or research
 * @param asset what is evaluated, empty when not stated
 * @param owner who answers for it
 * @param from first instant covered, milliseconds since 1970
 * @param until first instant no longer covered
 * @param exchangesPerDay most exchanges a UTC day, over all its accounts together; beyond it is overrun
 */
public record Passport(
        String id,
        Set<String> accounts,
        Purpose purpose,
        String asset,
        String owner,
        long from,
        long until,
        long exchangesPerDay) {

    /** Copies the collection. */
    public Passport {
        accounts = Set.copyOf(accounts);
    }

    /** Whether the account is covered at the instant. */
    public boolean covers(String account, long time) {
        return accounts.contains(account) && from <= time && time < until;
    }

    /** What a run is for. */
    public enum Purpose {
        EVALUATION,
        RED_TEAM,
        RESEARCH
    }
}
