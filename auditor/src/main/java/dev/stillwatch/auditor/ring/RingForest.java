// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Grows the rings of an epoch from its ties: accounts and hubs are the nodes of a graph, an account that has a hub is an
 * edge, and a ring is what hangs together ({@link DisjointSets}). So accounts are never compared with each other. The
 * rings do not depend on the order of the ties, and one given twice is one. Ties can only be added: when some have
 * expired, a new forest is grown from what is live. One thread.
 */
public final class RingForest {
    private final DisjointSets sets = new DisjointSets();
    private final Map<String, Integer> accounts = new HashMap<>();
    private final Map<Artefact, Integer> hubs = new HashMap<>();
    private final Map<Artefact, Long> since = new HashMap<>();
    private final Map<Artefact, Set<String>> bystanders = new HashMap<>();
    private final List<Tie> ties = new ArrayList<>();

    /**
     * Ties the accounts.
     *
     * @param tie what ties them
     * @param members accounts that have the hub and are tied by what they have besides
     * @param attached accounts that have the hub and nothing besides: they join nothing
     * @param firstSeen event time at which anybody was first seen with the hub; of several the least counts
     */
    public void tie(Tie tie, Collection<String> members, Collection<String> attached, long firstSeen) {
        int hub = node(tie.hub());
        since.merge(tie.hub(), firstSeen, Math::min);
        ties.add(tie);
        for (String member : members) {
            sets.union(hub, accounts.computeIfAbsent(member, name -> sets.add()));
        }
        if (!attached.isEmpty()) {
            bystanders.computeIfAbsent(tie.hub(), key -> new HashSet<>()).addAll(attached);
        }
    }

    /** The accounts with any tie, as they are now. */
    Set<String> tied() {
        return Set.copyOf(accounts.keySet());
    }

    /** Whether the hub ties anybody. */
    boolean holds(Artefact hub) {
        return hubs.containsKey(hub);
    }

    /** Accounts with any tie. */
    public int accounts() {
        return accounts.size();
    }

    /**
     * The rings of at least so many members, in the order of their foundings.
     *
     * @param leastMembers accounts that make a ring, at least 2
     */
    public List<Ring> rings(int leastMembers) {
        if (leastMembers < 2) {
            throw new IllegalArgumentException("a ring has two members or more, not " + leastMembers);
        }
        Map<Integer, Growing> growing = new HashMap<>();
        accounts.forEach((account, who) -> growing.computeIfAbsent(sets.root(who), root -> new Growing())
                .members
                .add(account));
        for (Tie tie : ties) {
            growing.computeIfAbsent(sets.root(node(tie.hub())), root -> new Growing())
                    .add(tie, since.getOrDefault(tie.hub(), Long.MAX_VALUE));
        }
        List<Growing> rings = growing.values().stream()
                .filter(ring -> ring.members.size() >= leastMembers)
                .sorted(Comparator.comparing(Growing::founding))
                .toList();
        // Who stands by at the hubs of several rings counts as the oldest's.
        Set<String> placed = new HashSet<>(accounts.keySet());
        return rings.stream().map(ring -> ring.grown(standingBy(ring, placed))).toList();
    }

    private List<String> standingBy(Growing ring, Set<String> placed) {
        Set<String> attached = new TreeSet<>();
        for (Tie tie : ring.ties) {
            for (String account : bystanders.getOrDefault(tie.hub(), Set.of())) {
                if (placed.add(account)) {
                    attached.add(account);
                }
            }
        }
        return List.copyOf(attached);
    }

    private int node(Artefact hub) {
        return hubs.computeIfAbsent(hub, key -> sets.add());
    }

    /** A ring while its parts are gathered. */
    private static final class Growing {
        private final List<String> members = new ArrayList<>();
        private final List<Founding> foundings = new ArrayList<>();
        private final List<Tie> ties = new ArrayList<>();

        void add(Tie tie, long since) {
            ties.add(tie);
            foundings.add(new Founding(since, tie.hub()));
        }

        Founding founding() {
            return Collections.min(foundings);
        }

        Ring grown(List<String> attached) {
            members.sort(Comparator.naturalOrder());
            return new Ring(
                    founding(),
                    members,
                    attached,
                    ties.stream().distinct().sorted().toList());
        }
    }
}
