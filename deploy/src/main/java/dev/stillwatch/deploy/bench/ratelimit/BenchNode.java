// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.ratelimit.apply.Counting;
import dev.stillwatch.ratelimit.apply.FileLimiter;
import dev.stillwatch.ratelimit.apply.Modes;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.count.SteadyTime;
import dev.stillwatch.ratelimit.door.Domains;
import dev.stillwatch.ratelimit.door.LimiterServer;
import dev.stillwatch.ratelimit.door.OwnerLink;
import dev.stillwatch.ratelimit.door.Readiness;
import dev.stillwatch.ratelimit.door.Threads;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import dev.stillwatch.ratelimit.peer.Node;
import dev.stillwatch.ratelimit.peer.NodeList;
import dev.stillwatch.ratelimit.peer.Patience;
import dev.stillwatch.ratelimit.peer.PeerCounts;
import dev.stillwatch.ratelimit.peer.Peers;
import dev.stillwatch.ratelimit.snapshot.SnapshotSweep;
import dev.stillwatch.ratelimit.standing.OwnDraws;
import dev.stillwatch.ratelimit.standing.StandingBook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One node of several in this process, with doors of its own, as the command puts it together without standings. */
final class BenchNode implements AutoCloseable {
    private static final int COUNTERS = 10_000;
    private static final long SPAN_MILLIS = 1_000;

    private final ToldStates told;
    private final Peers peers;
    private final SnapshotSweep sweep;
    private final LimiterServer server;
    private volatile boolean decides = true;

    BenchNode(Node node, NodeList list, LimitsShelf shelf, ToldStates told) throws IOException {
        this.told = told;
        Counters counters = new Counters(SteadyTime.system(), COUNTERS, told);
        this.sweep = new SnapshotSweep(List.of(counters.round()), SPAN_MILLIS, COUNTERS);
        this.peers =
                new Peers(list, to -> OwnerLink.to(to, list, Patience.DEFAULT), Patience.DEFAULT, System::nanoTime);
        Counting counting = new Counting(counters);
        FileLimiter limiter = new FileLimiter(shelf, new PeerCounts(counting, peers), Modes.OF_RULES);
        this.server = LimiterServer.start(
                new InetSocketAddress(InetAddress.getByName(node.host()), node.port()),
                new LimiterServer.Parts(
                        limiter,
                        limiter,
                        () -> new Domains(List.of()),
                        () -> new Readiness(decides, "running", new TreeMap<>()),
                        Map.of(),
                        Map::of,
                        InstantSource.system(),
                        Optional.empty(),
                        Threads.BLOCKING),
                Optional.empty(),
                Optional.of(new LimiterServer.Shared(
                        peers,
                        counting,
                        new OwnDraws(System::nanoTime, StandingBook.MOST_SUBJECTS, told, InstantSource.system()))));
    }

    /** Sees who is there. */
    void greet(Duration most) {
        peers.greet(most);
    }

    /** Tells what it has counted. */
    void tell() {
        if (decides) {
            told.look(sweep);
        }
    }

    /** The name of the node that decides on an account now. */
    String decider(String account) {
        return peers.decider(account);
    }

    /** Says from now on to other nodes that it decides no more, as one does that starts again. */
    void stopDeciding() {
        decides = false;
    }

    @Override
    public void close() {
        server.close();
        peers.close();
    }
}
