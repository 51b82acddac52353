// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

import dev.stillwatch.policies.standing.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run to be scored.
 *
 * @param seed tells runs apart
 * @param accounts every labelled account with its verdict; one without a verdict is clear and has no exchanges
 */
public record ScoredRun(long seed, List<Account> accounts) {
    /** Copies the list. */
    public ScoredRun {
        accounts = List.copyOf(accounts);
    }

    /**
     * One account: what it was and what became of it.
     *
     * @param id the account
     * @param kind its class
     * @param campaign its campaign, empty when benign
     * @param source its text source, or its class when unknown
     * @param highest highest tier it reached
     * @param began its first exchange, where known
     * @param firstAction first exchange that would have been refused or altered
     * @param exchanges its exchanges
     * @param before those answered in full before the first action; all of them when there was none
     * @param days highest tier of each of its days with traffic
     */
    public record Account(
            String id,
            String kind,
            String campaign,
            String source,
            Tier highest,
            Optional<Instant> began,
            Optional<Instant> firstAction,
            long exchanges,
            long before,
            List<Tier> days) {
        /** Copies the list. */
        public Account {
            days = List.copyOf(days);
        }

        /** Whether it belongs to no campaign. */
        public boolean benign() {
            return campaign.isEmpty();
        }

        /** Whether it reached a tier that limits. */
        public boolean acted() {
            return highest.compareTo(Tier.THROTTLE) >= 0;
        }
    }
}
