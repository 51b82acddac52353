// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rival;

import dev.stillwatch.deploy.bench.baseline.Traffic;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Glasswally's hydra rule restated: accounts that share a means of payment, an organisation, a /24 network or a TLS
 * fingerprint with at least two others are one cluster with them; from three accounts on a cluster scores by its size, its
 * means of payment and its networks. Left out are the parts that need countries, HTTP/2 settings or card numbers. Sees the
 * exchanges of an account that {@link Traffic} keeps whole.
 */
public final class HydraRule implements Rival {
    private static final int FEWEST = 3;
    private static final int OTHERS = 2;
    private static final double LARGE = 25;

    private record Event(Traffic.Account account, Traffic.Query query) {}

    @Override
    public String name() {
        return "hydra";
    }

    @Override
    public boolean slow() {
        return false;
    }

    @Override
    public Map<String, Suspicion> suspicions(Scene scene, Predicate<Traffic.Account> wanted) {
        Map<String, Suspicion> suspicions = scene.unsuspected(wanted);
        Graph graph = new Graph();
        List<Event> events = scene.traffic().accounts().stream()
                .flatMap(account -> account.queries().stream().map(query -> new Event(account, query)))
                .sorted(Comparator.comparingLong(event -> event.query().time()))
                .toList();
        for (Event event : events) {
            Node node = graph.see(event.account(), event.query());
            Suspicion suspicion = suspicions.get(event.account().id());
            if (suspicion != null) {
                suspicion.rise(event.query().time(), node.cluster.score());
            }
        }
        return suspicions;
    }

    /** The score of a cluster. */
    static double score(int accounts, int payments, int networks) {
        return accounts < FEWEST
                ? 0
                : Math.min(1, accounts / LARGE) * 0.40
                        + Math.min(0.35, payments * 0.07)
                        + Math.min(0.15, networks * 0.03);
    }

    private static final class Graph {
        private final Map<String, Node> nodes = new HashMap<>();
        private final Map<String, Set<Node>> sharers = new HashMap<>();

        Node see(Traffic.Account account, Traffic.Query query) {
            Node node = nodes.computeIfAbsent(account.id(), unseen -> new Node());
            if (!account.payment().isEmpty()) {
                share(node, "payment " + account.payment());
                node.cluster.payments.add(account.payment());
            }
            if (!account.org().isEmpty()) {
                share(node, "org " + account.org());
            }
            if (!query.print().isEmpty()) {
                share(node, "print " + query.print());
            }
            int host = query.address().lastIndexOf('.');
            if (host > 0) {
                String network = query.address().substring(0, host);
                share(node, "network " + network);
                node.cluster.networks.add(network);
            }
            if (node.stale) {
                node.stale = false;
                join(node);
            }
            return node;
        }

        private void share(Node node, String trait) {
            if (node.traits.add(trait)) {
                Set<Node> sharing = sharers.computeIfAbsent(trait, unseen -> new HashSet<>());
                sharing.add(node);
                sharing.forEach(one -> one.stale = true);
            }
        }

        private void join(Node node) {
            Set<Node> related = new HashSet<>();
            node.traits.forEach(trait -> related.addAll(sharers.getOrDefault(trait, Set.of())));
            related.remove(node);
            if (related.size() >= OTHERS) {
                related.forEach(other -> node.cluster.merge(other.cluster));
            }
        }
    }

    /** An account: alone in its cluster until it shares enough. */
    private static final class Node {
        private final Set<String> traits = new TreeSet<>();
        private Cluster cluster = new Cluster();
        private boolean stale;

        Node() {
            cluster.members.add(this);
        }
    }

    private static final class Cluster {
        private final Set<Node> members = new HashSet<>();
        private final Set<String> payments = new HashSet<>();
        private final Set<String> networks = new HashSet<>();

        void merge(Cluster other) {
            if (other != this) {
                other.members.forEach(member -> member.cluster = this);
                members.addAll(other.members);
                payments.addAll(other.payments);
                networks.addAll(other.networks);
            }
        }

        double score() {
            return HydraRule.score(members.size(), payments.size(), networks.size());
        }
    }
}
