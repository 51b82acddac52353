// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.command.ListenAddress;
import dev.stillwatch.deploy.command.StopSignal;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.KeyFile;
import dev.stillwatch.ratelimit.apply.Modes;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.door.LimiterServer;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import dev.stillwatch.ratelimit.peer.NodeList;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The limit service, until it is told to stop. */
@Command(
        name = "limiter",
        sortOptions = false,
        description =
                "Answers API gateways on every request: may this call pass? Limits come from a file in the format of"
                        + " envoyproxy/ratelimit, which is read again when it changes; a bad file never replaces a good one."
                        + " Without --bootstrap-servers it works from that file alone. With it, it also holds accounts to the"
                        + " auditor's standings, in shadow mode until their policy enforces or an act promotes them. Ends with Ctrl-C or SIGTERM, after"
                        + " it has answered what was asked.",
        footer = {
            "",
            "On one port: Envoy's rate limit service and external authorization and Kuadrant's rate limit service (gRPC),"
                    + " /authz for nginx, Caddy, Traefik and HAProxy, POST /json, POST /v1/admit with /v1/settle and"
                    + " /v1/cancel, POST /v1/portkey, /v1/limits/SUBJECT, /v1/shadow where standings are followed, /health, /metrics."
                    + " None asks for a token: who reaches the port may ask.",
            "",
            "A first try:",
            "  echo '{domain: llm, descriptors:",
            "    [{key: account, rate_limit: {unit: minute, requests_per_unit: 3}}]}' > limits.yaml",
            "  stillwatch limiter --limits limits.yaml",
            "  curl -i 'http://127.0.0.1:8791/authz?domain=llm&descriptors=account=acct-1'"
        })
public final class LimiterCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int GREATEST_KEYS = 50_000_000;

    private final Terminal terminal;
    private final Supplier<Path> home;

    @Option(
            names = "--limits",
            paramLabel = "FILE|DIR",
            description =
                    "Limits file, or a directory whose .yaml, .yml and .json files are read together. Needed but for"
                            + " probe.")
    private Optional<Path> limits = Optional.empty();

    @Option(
            names = "--host",
            defaultValue = LimiterServer.LOOPBACK,
            description = "Address to listen on (default ${DEFAULT-VALUE}).")
    private String host = LimiterServer.LOOPBACK;

    @Option(
            names = "--port",
            defaultValue = "8791",
            description = "Port of all doors; 0 takes a free one (default ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Follow the standings and acts on this Kafka cluster and write decisions to it. Needs the"
                    + " auditor's key file in STILLWATCH_HOME.")
    private Optional<String> cluster = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "limiter-1",
            description =
                    "Name of this limiter in the decisions it writes and among --peers; give each of several its own (default"
                            + " ${DEFAULT-VALUE}).")
    private String name = "limiter-1";

    @Option(
            names = "--peers",
            paramLabel = "NAME=HOST:PORT,...",
            description =
                    "All nodes of this limiter, this one (by --name) too, where the others reach their doors. Each"
                            + " key then has an owner that counts it, and a node that is asked asks the owner. Give every node"
                            + " the same names; while one is away the next counts for it, with --bootstrap-servers from what"
                            + " it had counted a second before.")
    private Optional<String> peers = Optional.empty();

    @Option(
            names = "--redis",
            paramLabel = "URI",
            defaultValue = "${env:STILLWATCH_REDIS}",
            description =
                    "Count the file's limits in this Redis (redis://[USER:PASSWORD@]HOST:PORT, rediss:// for TLS), so that"
                            + " every limiter with the same Redis shares them. Standings' plans, budgets and reservations stay"
                            + " this limiter's own. A Redis that does not answer within 20 ms leaves a call undecided: the"
                            + " gateway's own rule applies. A URI with a password belongs in STILLWATCH_REDIS, which is read"
                            + " where this is not given.")
    private Optional<String> redis = Optional.empty();

    @Option(
            names = "--shadow",
            description = "Refuse nothing, neither by the file (SHADOW_MODE of envoyproxy/ratelimit) nor by standings,"
                    + " whatever has been promoted. /metrics still counts what is over each limit of the file, and"
                    + " /v1/shadow names the accounts that standings would refuse.")
    private boolean shadow;

    @Option(
            names = "--quota",
            description =
                    "Take every limit for a quota: a call is refused when all of its limits are over (QUOTA_MODE of"
                            + " envoyproxy/ratelimit).")
    private boolean quota;

    @Option(
            names = "--merge-domains",
            description =
                    "Put the descriptors of a domain that stands in several files together; else that is an error.")
    private boolean merge;

    @Option(
            names = "--max-keys",
            paramLabel = "N",
            defaultValue = "" + Counters.MOST,
            description = "Most keys with a counter of their own; beyond, new keys share some (default"
                    + " ${DEFAULT-VALUE}).")
    private int keys;

    private LimiterCommand(Terminal terminal, Supplier<Path> home) {
        this.terminal = terminal;
        this.home = home;
    }

    /**
     * The command.
     *
     * @param terminal where it writes
     * @param home where the deployment's key is; asked for only when standings are followed
     */
    public static CommandLine commandLine(Terminal terminal, Supplier<Path> home) {
        return new CommandLine(new LimiterCommand(terminal, home)).addSubcommand(new ProbeCommand(terminal, home));
    }

    @Override
    public Integer call() throws IOException {
        LimiterRun.Settings settings = settings();
        try (StopSignal stop = new StopSignal();
                LimiterRun run = LimiterRun.start(settings, terminal)) {
            terminal.out().println("Running. Ctrl-C stops.");
            while (!stop.await(LOOK)) {
                run.look();
            }
            terminal.err().println("stillwatch: stopping");
        }
        return ExitCode.OK;
    }

    private LimiterRun.Settings settings() throws IOException {
        ListenAddress door = ListenAddress.of(host, port);
        if (keys < 1 || keys > GREATEST_KEYS) {
            throw new InputProblem("--max-keys takes 1 to " + GREATEST_KEYS);
        }
        if (!name.matches("[A-Za-z0-9._-]{1,200}")) {
            throw new InputProblem("--name takes letters, digits, dot, hyphen and underscore");
        }
        return new LimiterRun.Settings(
                limits.orElseThrow(() -> new InputProblem("no limits: give --limits FILE|DIR")),
                merge ? LimitsLoader.Domains.MERGED : LimitsLoader.Domains.ONCE,
                door,
                new Modes(shadow, quota),
                keys,
                nodes(),
                following(),
                shared());
    }

    private Optional<SharedStore.Place> shared() throws IOException {
        if (redis.isEmpty()) {
            return Optional.empty();
        }
        if (peers.isPresent()) {
            throw new InputProblem("--redis and --peers are two ways to share limits; give one of them");
        }
        return Optional.of(SharedStore.Place.of(redis.get(), ownKey()));
    }

    /** The deployment's key, where there is one. */
    private Optional<DeploymentKey> ownKey() throws IOException {
        try {
            return Optional.of(KeyFile.in(home.get()).current());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Optional<NodeList> nodes() {
        try {
            return peers.map(text -> NodeList.parse(name, text));
        } catch (IllegalArgumentException e) {
            throw new InputProblem("--peers: " + e.getMessage(), e);
        }
    }

    private Optional<LimiterRun.Cluster> following() throws IOException {
        if (cluster.isEmpty()) {
            return Optional.empty();
        }
        KeyFile keys = KeyFile.in(home.get());
        try {
            return Optional.of(new LimiterRun.Cluster(cluster.get(), keys.current(), name));
        } catch (NoSuchFileException e) {
            throw new InputProblem(
                    "no key at " + keys.path() + ", under which standings are verified; copy the auditor's there", e);
        }
    }
}
