// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.command.ListenAddress;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.yaml.Problem;
import dev.stillwatch.ratelimit.apply.Counting;
import dev.stillwatch.ratelimit.apply.FileBudgets;
import dev.stillwatch.ratelimit.apply.FileLimiter;
import dev.stillwatch.ratelimit.apply.Modes;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.count.SteadyTime;
import dev.stillwatch.ratelimit.door.LimiterServer;
import dev.stillwatch.ratelimit.door.Readiness;
import dev.stillwatch.ratelimit.door.Threads;
import dev.stillwatch.ratelimit.limits.Domain;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.limits.Limits;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import dev.stillwatch.ratelimit.limits.LimitsWatch;
import dev.stillwatch.ratelimit.peer.NodeList;
import dev.stillwatch.ratelimit.reserve.ReservationSettings;
import dev.stillwatch.ratelimit.reserve.Reservations;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import dev.stillwatch.ratelimit.standing.OwnDraws;
import dev.stillwatch.ratelimit.standing.StandingBook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** A running limiter: limits, counters and doors. The thread that runs it looks after the file and the counters. */
public final class LimiterRun implements AutoCloseable {
    private static final long LOOK_AT_FILES = Duration.ofSeconds(1).toNanos();
    private static final long SWEEP = Duration.ofSeconds(10).toNanos();

    private final LimiterNews news;
    private final LimitsShelf shelf;
    private final LimitsWatch watch;
    private final Counters counters;
    private final Reservations reservations;
    private final Sharing sharing;
    private final Optional<SharedStore> store;
    private final Deciding deciding;
    private final LimiterServer server;
    private long looked = System.nanoTime();
    private long swept = System.nanoTime();

    /**
     * What the options say.
     *
     * @param limits limits file or directory
     * @param domains what becomes of a domain that stands in several files
     * @param door where the doors listen
     * @param modes modes of all limits at once
     * @param keys most keys with a counter of their own
     * @param nodes all nodes of this limiter; empty where it is the only one
     * @param cluster the cluster whose standings are followed; empty for none
     * @param redis where limits of the file are counted; empty for here
     */
    public record Settings(
            Path limits,
            LimitsLoader.Domains domains,
            ListenAddress door,
            Modes modes,
            int keys,
            Optional<NodeList> nodes,
            Optional<Cluster> cluster,
            Optional<SharedStore.Place> redis) {
        /** The only one, which counts everything itself. */
        public Settings(
                Path limits,
                LimitsLoader.Domains domains,
                ListenAddress door,
                Modes modes,
                int keys,
                Optional<Cluster> cluster) {
            this(limits, domains, door, modes, keys, Optional.empty(), cluster, Optional.empty());
        }
    }

    /**
     * Where standings come from.
     *
     * @param bootstrapServers the cluster
     * @param key verifies standings and acts
     * @param name of this limiter in what it writes
     */
    public record Cluster(String bootstrapServers, DeploymentKey key, String name) {}

    private LimiterRun(Settings settings, Optional<SharedStore> store, Terminal terminal) throws IOException {
        this.news = new LimiterNews(terminal);
        this.store = store;
        this.shelf = new LimitsShelf(new LimitsLoader(settings.domains));
        // Before the first load, so that a change meanwhile is not missed.
        this.watch = new LimitsWatch(settings.limits, shelf, this::reloaded);
        Limits limits = first(shelf, settings.limits);
        SteadyTime time = SteadyTime.system();
        Optional<Keeping> keeping =
                settings.cluster.map(cluster -> Keeping.start(cluster.bootstrapServers, cluster.key));
        LastStates last = keeping.map(Keeping::last).orElse(LastStates.NONE);
        this.counters = new Counters(time, settings.keys, last);
        this.reservations = new Reservations(ReservationSettings.DEFAULTS, time, settings.nodes.map(NodeList::self));
        this.sharing = new Sharing(
                settings.nodes,
                new Counting(counters),
                new OwnDraws(System::nanoTime, StandingBook.MOST_SUBJECTS, last, InstantSource.system()));
        FileLimiter file =
                new FileLimiter(shelf, store.map(SharedStore::counts).orElseGet(sharing::counts), settings.modes);
        this.deciding = settings.cluster
                .<Deciding>map(cluster -> Following.start(
                        cluster.bootstrapServers,
                        cluster.key,
                        keeping.orElseThrow(),
                        counters,
                        sharing,
                        file,
                        this::settings,
                        cluster.name,
                        settings.modes.shadow()))
                .orElseGet(() -> new Alone(file, sharing, this::settings));
        this.server = open(settings, file);
        sharing.greet();
        news.started(settings, limits, store, server.port());
    }

    /**
     * Starts it.
     *
     * @throws IOException when the limits or the cluster cannot be read
     * @throws InputProblem when what the options say is not there
     */
    public static LimiterRun start(Settings settings, Terminal terminal) throws IOException {
        Optional<SharedStore> store = settings.redis.map(SharedStore::open);
        try {
            return new LimiterRun(settings, store, terminal);
        } catch (IOException | RuntimeException e) {
            store.ifPresent(SharedStore::close);
            throw e;
        }
    }

    /**
     * Reads limits as a start would, for a command that has more to start.
     *
     * @throws InputProblem when they are not in order
     */
    public static void check(Path limits, LimitsLoader.Domains domains) {
        first(new LimitsShelf(new LimitsLoader(domains)), limits);
    }

    /** The port of the doors. */
    public int port() {
        return server.port();
    }

    /** Does what has to be done now and then; called a few times a second, by one thread. */
    public void look() {
        long now = System.nanoTime();
        sharing.look();
        if (now - looked >= LOOK_AT_FILES) {
            looked = now;
            watch.run();
            deciding.look();
        }
        if (now - swept >= SWEEP) {
            swept = now;
            counters.sweep();
            sharing.release(counters, this::settings);
        }
    }

    @Override
    public void close() {
        // The doors first: what has been asked is still decided by standings, and recorded.
        server.close();
        closeParts();
        store.ifPresent(SharedStore::close);
    }

    private LimiterServer open(Settings settings, FileLimiter file) {
        Map<String, LongSupplier> gauges = new HashMap<>(Map.of(
                "limits.loads", shelf::loads,
                "limits.load.errors", shelf::loadErrors,
                "counters", counters::size,
                "counters.sharing", counters::sharing,
                "reservations", reservations::open,
                "budgets", reservations::budgets));
        gauges.putAll(deciding.gauges());
        gauges.putAll(sharing.gauges());
        store.ifPresent(shared -> gauges.putAll(shared.gauges()));
        LimiterServer.Parts parts = new LimiterServer.Parts(
                deciding.counted(),
                deciding.looking(),
                new DomainsOf(shelf),
                this::readiness,
                gauges,
                file::totals,
                InstantSource.system(),
                Optional.of(deciding.log().spared()),
                // Whoever counts elsewhere waits for it.
                store.isPresent() ? Threads.BLOCKING : sharing.threads());
        Optional<LimiterServer.Admissions> admissions = Optional.of(new LimiterServer.Admissions(
                reservations, new FileBudgets(shelf, settings.modes), deciding.gate(), deciding.log()));
        try {
            return LimiterServer.start(settings.door.socket(), parts, admissions, sharing.shared());
        } catch (IOException e) {
            closeParts();
            throw new InputProblem(e.getMessage() + ", choose one with " + settings.door.portOption(), e);
        } catch (RuntimeException e) {
            closeParts();
            throw e;
        }
    }

    private void closeParts() {
        sharing.close();
        deciding.close();
    }

    private Readiness readiness() {
        SortedMap<String, Long> counts =
                new TreeMap<>(Map.of("limits-loads", shelf.loads(), "limits-load-errors", shelf.loadErrors()));
        counts.putAll(deciding.counts());
        boolean ready = deciding.isReady();
        return new Readiness(ready, ready ? "running" : "reading-standings", counts);
    }

    /** What the file says about standings in a domain; nothing of an unknown one. */
    private DomainSettings settings(String name) {
        Limits limits = shelf.current();
        Domain domain = limits == null ? null : limits.domain(name);
        return domain == null ? DomainSettings.DEFAULT : domain.settings();
    }

    private static Limits first(LimitsShelf shelf, Path path) {
        List<Problem> problems = shelf.replaceFrom(path);
        Limits limits = shelf.current();
        if (limits == null) {
            int more = problems.size() - 1;
            throw new InputProblem(problems.get(0) + (more > 0 ? " (and " + more + " more)" : ""));
        }
        return limits;
    }

    private void reloaded(List<Problem> problems) {
        Limits limits = shelf.current();
        if (problems.isEmpty() && limits != null) {
            news.reloaded(limits);
        } else {
            news.refused(problems);
        }
    }
}
