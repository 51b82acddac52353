// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

import dev.stillwatch.policies.standing.Tier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One run to be scored.
 *
 * @param seed tells runs apart
 * @param accounts every labelled account with its verdict; one without a verdict is clear and has no exchanges
 * @param rings those that it formed
 */
public record ScoredRun(long seed, List<Account> accounts, List<Ring> rings) {
    /** Copies the lists. */
    public ScoredRun {
        accounts = List.copyOf(accounts);
        rings = List.copyOf(rings);
    }

    /**
     * One ring.
     *
     * @param id its name
     * @param core accounts that were tied themselves at some time
     * @param weak accounts that were only ever weakly attached
     * @param highest highest tier it reached
     * @param firstTier when it first stood at watch or above
     */
    public record Ring(String id, Set<String> core, Set<String> weak, Tier highest, Optional<Instant> firstTier) {
        /** Copies the sets. */
        public Ring {
            core = Set.copyOf(core);
            weak = Set.copyOf(weak);
        }

        /** Whether the account ever belonged to it. */
        boolean holds(String account) {
            return core.contains(account) || weak.contains(account);
        }

        /** All who ever belonged to it, sorted. */
        SortedSet<String> members() {
            SortedSet<String> members = new TreeSet<>(core);
            members.addAll(weak);
            return members;
        }
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
