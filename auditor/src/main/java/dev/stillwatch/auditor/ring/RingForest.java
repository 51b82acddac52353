// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Forms the rings of an epoch from its live links: accounts and ties are the nodes of a graph, a link is an edge
 * from an account to a tie, and a ring is what hangs together (disjoint sets with union by size and path halving:
 * Tarjan and van Leeuwen 1984). So accounts are never compared with each other, and the work is near linear in links.
 * The rings do not depend on the order of the links, and a link given twice is one.
 *
 * <p>Links can only be added: when some have expired, a new forest is grown from what is live. Memory: some 24 bytes a
 * node beside its name in a map; docs/decisions has what a million accounts take. One thread.
 */
public final class RingForest {

    private final Map<String, Integer> accounts = new HashMap<>();
    private final Map<Tie, Integer> ties = new HashMap<>();
    private int[] parent = new int[1024];
    private int[] size = new int[1024];
    private long[] since = new long[1024];
    private int nodes;

    /**
     * Adds a link.
     *
     * @param account who
     * @param tie what ties it to others
     * @param firstSeen event time at which the tie can first have been there; of several the least counts
     */
    public void link(String account, Tie tie, long firstSeen) {
        int who = accounts.computeIfAbsent(account, name -> node(Long.MAX_VALUE));
        int what = ties.computeIfAbsent(tie, key -> node(firstSeen));
        since[what] = Math.min(since[what], firstSeen);
        union(who, what);
    }

    /** Accounts with any link. */
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
        int[] members = new int[nodes];
        accounts.values().forEach(who -> members[root(who)]++);
        Map<Integer, Growing> growing = new HashMap<>();
        ties.forEach((tie, what) -> {
            int root = root(what);
            if (members[root] >= leastMembers) {
                growing.computeIfAbsent(root, r -> new Growing()).ties.add(new Founding(since[what], tie));
            }
        });
        accounts.forEach((account, who) -> {
            int root = root(who);
            if (members[root] >= leastMembers) {
                growing.computeIfAbsent(root, r -> new Growing()).members.add(account);
            }
        });
        return growing.values().stream()
                .map(Growing::grown)
                .sorted(Comparator.comparing(Ring::founding))
                .toList();
    }

    private int node(long firstSeen) {
        if (nodes == parent.length) {
            parent = Arrays.copyOf(parent, 2 * nodes);
            size = Arrays.copyOf(size, 2 * nodes);
            since = Arrays.copyOf(since, 2 * nodes);
        }
        parent[nodes] = nodes;
        size[nodes] = 1;
        since[nodes] = firstSeen;
        return nodes++;
    }

    private void union(int a, int b) {
        int one = root(a);
        int other = root(b);
        if (one == other) {
            return;
        }
        int greater = size[one] >= size[other] ? one : other;
        int lesser = greater == one ? other : one;
        parent[lesser] = greater;
        size[greater] += size[lesser];
    }

    private int root(int node) {
        int at = node;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** A ring while its parts are gathered. */
    private static final class Growing {
        private final List<Founding> ties = new ArrayList<>();
        private final List<String> members = new ArrayList<>();

        Ring grown() {
            members.sort(Comparator.naturalOrder());
            return new Ring(
                    Collections.min(ties),
                    members,
                    ties.stream().map(Founding::tie).sorted().toList());
        }
    }
}
