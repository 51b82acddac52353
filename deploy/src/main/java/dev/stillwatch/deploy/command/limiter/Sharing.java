// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.ratelimit.apply.Counting;
import dev.stillwatch.ratelimit.apply.Counts;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.door.LimiterServer;
import dev.stillwatch.ratelimit.door.OwnerLink;
import dev.stillwatch.ratelimit.door.Threads;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.peer.NodeList;
import dev.stillwatch.ratelimit.peer.Patience;
import dev.stillwatch.ratelimit.peer.PeerCounts;
import dev.stillwatch.ratelimit.peer.PeerDraws;
import dev.stillwatch.ratelimit.peer.Peers;
import dev.stillwatch.ratelimit.standing.Draws;
import dev.stillwatch.ratelimit.standing.OwnDraws;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What this limiter counts itself, and where it counts what other nodes own; alone, everything is its own. */
final class Sharing implements AutoCloseable {
    private static final Duration FIRST_GREETING = Duration.ofSeconds(2);

    private final Optional<Peers> peers;
    private final Counting counting;
    private final OwnDraws own;

    /**
     * Asks nobody yet.
     *
     * @param list all nodes; empty where there is one only
     * @param counting what is counted here by the limits file
     * @param own plans and budgets that are counted here
     */
    Sharing(Optional<NodeList> list, Counting counting, OwnDraws own) {
        this.peers = list.map(nodes -> new Peers(
                nodes, node -> OwnerLink.to(node, nodes, Patience.DEFAULT), Patience.DEFAULT, System::nanoTime));
        this.counting = counting;
        this.own = own;
    }

    /** Where hits are counted. */
    Counts counts() {
        return peers.<Counts>map(nodes -> new PeerCounts(counting, nodes)).orElse(counting);
    }

    /** Plans and budgets that are counted here. */
    OwnDraws own() {
        return own;
    }

    /** Where plans and budgets are. */
    Draws draws() {
        return peers.<Draws>map(nodes -> new PeerDraws(own, nodes)).orElse(own);
    }

    /** A limiter that asks others waits for them. */
    Threads threads() {
        return peers.isEmpty() ? Threads.EVENT_LOOP : Threads.BLOCKING;
    }

    /** What others ask for. */
    Optional<LimiterServer.Shared> shared() {
        return peers.map(nodes -> new LimiterServer.Shared(nodes, counting, own));
    }

    /** Sees who is there; some seconds at most. */
    void greet() {
        peers.ifPresent(nodes -> nodes.greet(FIRST_GREETING));
    }

    /** To be called now and then. */
    void look() {
        peers.ifPresent(Peers::look);
    }

    /**
     * Lets go of what others count again, so that it begins from what they told last should they stop once more. To be
     * called every ten seconds or so.
     */
    void release(Counters counters, Function<String, DomainSettings> settings) {
        peers.ifPresent(nodes -> {
            PeerCounts over = new PeerCounts(counting, nodes);
            counters.release(
                    key -> over.isElsewhere(key, settings.apply(key.domain()).subjects()));
            own.release(nodes::isElsewhere);
        });
    }

    /** What {@code /metrics} shows of it. */
    Map<String, LongSupplier> gauges() {
        return peers.map(nodes -> Map.<String, LongSupplier>of(
                        "peers.nodes", () -> nodes.tally().nodes(),
                        "peers.away", () -> nodes.tally().away(),
                        "peers.turns", () -> nodes.tally().turns(),
                        "peers.asked", () -> nodes.tally().asked(),
                        "peers.unreached", () -> nodes.tally().unreached(),
                        "peers.silent", () -> nodes.tally().silent(),
                        "peers.full", () -> nodes.tally().full(),
                        "peers.answered", () -> nodes.tally().answered(),
                        "peers.differing", () -> nodes.tally().differing()))
                .orElse(Map.of());
    }

    @Override
    public void close() {
        peers.ifPresent(Peers::close);
    }
}
