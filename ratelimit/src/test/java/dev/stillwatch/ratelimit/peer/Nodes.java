// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.apply.Counting;
import dev.stillwatch.ratelimit.apply.FileBudgets;
import dev.stillwatch.ratelimit.apply.FileLimiter;
import dev.stillwatch.ratelimit.apply.Modes;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.door.DomainView;
import dev.stillwatch.ratelimit.door.Domains;
import dev.stillwatch.ratelimit.door.LimiterServer;
import dev.stillwatch.ratelimit.door.OwnerLink;
import dev.stillwatch.ratelimit.door.Readiness;
import dev.stillwatch.ratelimit.door.Threads;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import dev.stillwatch.ratelimit.limits.Domain;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import dev.stillwatch.ratelimit.record.DecisionLog;
import dev.stillwatch.ratelimit.reserve.ReservationSettings;
import dev.stillwatch.ratelimit.reserve.Reservations;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import dev.stillwatch.ratelimit.standing.OwnDraws;
import dev.stillwatch.ratelimit.standing.Receipt;
import dev.stillwatch.ratelimit.standing.StandingBook;
import dev.stillwatch.ratelimit.standing.StandingLimiter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Nodes of one limiter in this process, each with its own doors, and one clock for all of them. */
final class Nodes implements AutoCloseable {
    /** Long enough for a machine that does other things. */
    static final Patience PATIENT = new Patience(
            Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(100), 64);

    final TestClock clock = new TestClock();
    final LimitsShelf shelf = new LimitsShelf(new LimitsLoader(LimitsLoader.Domains.ONCE));
    final List<One> all = new ArrayList<>();
    private final AtomicInteger underway = new AtomicInteger();

    Nodes(Path directory, String yaml, Patience patience, String... names) throws IOException {
        Path file = Files.writeString(directory.resolve("limits.yaml"), yaml);
        assertThat(shelf.replaceFrom(file)).isEmpty();
        List<Node> nodes = new ArrayList<>();
        List<ServerSocket> held = new ArrayList<>();
        for (String name : names) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(socket);
            nodes.add(new Node(name, "127.0.0.1", socket.getLocalPort()));
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        for (Node node : nodes) {
            all.add(new One(node, new NodeList(node.name(), nodes), patience));
        }
        for (One one : all) {
            one.open();
        }
        all.forEach(one -> one.peers.greet(Duration.ofSeconds(20)));
    }

    /** One of them. */
    final class One {
        final Node node;
        final Counters counters = new Counters(clock, 10_000);
        final Counting counting = new Counting(counters);
        final OwnDraws draws = new OwnDraws(this::nanos, 1_000, LastStates.NONE, clock);
        final StandingBook book = new StandingBook(clock, this::nanos, 1_000);
        final Reservations reservations;
        final AtomicBoolean ready = new AtomicBoolean(true);
        final Peers peers;
        final StandingLimiter limiter;
        private Optional<LimiterServer> server = Optional.empty();

        One(Node node, NodeList list, Patience patience) {
            this.node = node;
            this.reservations = new Reservations(ReservationSettings.DEFAULTS, clock, Optional.of(node.name()));
            this.peers = new Peers(list, to -> noted(OwnerLink.to(to, list, patience)), patience, System::nanoTime);
            FileLimiter file = new FileLimiter(shelf, new PeerCounts(counting, peers), Modes.OF_RULES);
            this.limiter = new StandingLimiter(file::decide, book, this::settings, draws, new PeerDraws(draws, peers));
        }

        long nanos() {
            return clock.millis() * 1_000_000;
        }

        void open() throws IOException {
            server = Optional.of(LimiterServer.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()),
                    new LimiterServer.Parts(
                            limiter,
                            limiter,
                            () -> new Domains(List.of(new DomainView("llm", HeaderProfile.IETF, List.of("account")))),
                            () -> new Readiness(ready.get(), "running", new TreeMap<>()),
                            Map.of(),
                            Map::of,
                            clock,
                            Optional.empty(),
                            Threads.BLOCKING),
                    Optional.of(new LimiterServer.Admissions(
                            reservations,
                            new FileBudgets(shelf, Modes.OF_RULES),
                            limiter,
                            new DecisionLog("node", InstantSource.system(), 1, 1))),
                    Optional.of(new LimiterServer.Shared(peers, counting, draws))));
        }

        void shut() {
            server.ifPresent(LimiterServer::close);
            server = Optional.empty();
        }

        LimitResponse ask(LimitRequest request) {
            try {
                return limiter.decide(request);
            } catch (UndecidedException e) {
                throw new AssertionError(e);
            }
        }

        void stands(Standing standing) {
            assertThat(book.accept(standing)).isEqualTo(Receipt.TAKEN);
        }

        boolean owns(String account) {
            return peers.decider(Rendezvous.key(account)) == null;
        }

        private DomainSettings settings(String name) {
            Domain domain = shelf.current() == null ? null : shelf.current().domain(name);
            return domain == null ? DomainSettings.DEFAULT : domain.settings();
        }
    }

    /** Until every question was answered, those too for which nobody waits. */
    void settle() {
        if (underway.get() == 0) {
            return;
        }
        await().pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> underway.get() == 0);
    }

    private Link noted(Link link) {
        return new Link() {
            @Override
            public CompletableFuture<Reply> ask(Question question) {
                underway.incrementAndGet();
                return link.ask(question).whenComplete((reply, failure) -> underway.decrementAndGet());
            }

            @Override
            public CompletableFuture<Passed> pass(Passing call) {
                return link.pass(call);
            }

            @Override
            public void close() {
                link.close();
            }
        };
    }

    One get(int i) {
        return all.get(i);
    }

    /** The first account of that kind which the node owns while all are there. */
    String accountOf(int owner, String kind) {
        for (int i = 0; ; i++) {
            if (get(owner).owns(kind + i)) {
                return kind + i;
            }
        }
    }

    @Override
    public void close() {
        all.forEach(One::shut);
        all.forEach(one -> one.peers.close());
    }
}
