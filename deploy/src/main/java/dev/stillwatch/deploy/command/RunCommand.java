// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.query.QueryServer;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.SharingGroupFile;
import dev.stillwatch.ratelimit.door.LimiterServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The live system: the streams application and the HTTP door, until it is told to stop. */
@Command(
        name = "run",
        sortOptions = false,
        description = "Judges usage records as they arrive on the topic llm.usage, and shows alerts over HTTP. Without"
                + " --bootstrap-servers it runs a Kafka broker inside this process, kept in STILLWATCH_HOME/broker."
                + " Ends with Ctrl-C or SIGTERM.")
final class RunCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Terminal terminal;
    private final DetectionSource detections;
    private final Home home;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Join this Kafka cluster; else run a broker inside this process.")
    private Optional<String> cluster = Optional.empty();

    @Option(names = "--create-topics", description = "Make the topics that the cluster lacks.")
    private boolean createTopics;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Partitions of topics that are made (default ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--broker-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Loopback port of the broker inside this process; 0 takes a free one (default"
                    + " ${DEFAULT-VALUE}).")
    private int brokerPort;

    @Option(
            names = "--host",
            defaultValue = QueryServer.LOOPBACK,
            description = "Address that the HTTP door listens on (default ${DEFAULT-VALUE}).")
    private String host = QueryServer.LOOPBACK;

    @Option(
            names = "--port",
            defaultValue = "8790",
            description = "Port of the HTTP door; 0 takes a free one (default ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--policies",
            paramLabel = "DIR",
            description = "Policy file or directory, read again when it changes; a bad file never replaces a good one."
                    + " Else the packaged policy.")
    private Optional<Path> policies = Optional.empty();

    @Option(names = "--allow-unsigned", description = "Take unsigned passports, for a trial.")
    private boolean allowUnsigned;

    @Option(
            names = "--format",
            defaultValue = FormatRegistry.AUTO,
            description = "Format of every record, or auto to recognise each one (default).")
    private String format = FormatRegistry.AUTO;

    @Option(
            names = "--sharing-key",
            paramLabel = "FILE",
            description = "Key file of a sharing group ('share group init'): templates are hashed under it too, so that"
                    + " indicators of other parties ('share import') find theirs.")
    private Optional<Path> sharingKey = Optional.empty();

    @Option(names = "--threads", defaultValue = "2", description = "Stream threads (default ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            defaultValue = "auditor-1",
            description =
                    "Name of this instance in its group; give each of several its own (default" + " ${DEFAULT-VALUE}).")
    private String instance = "auditor-1";

    @Option(
            names = "--standbys",
            paramLabel = "N",
            defaultValue = "0",
            description = "Other instances that keep a warm copy of the state; 1 when there are several (default"
                    + " ${DEFAULT-VALUE}).")
    private int standbys;

    @Option(
            names = "--limits",
            paramLabel = "FILE|DIR",
            description = "Answer API gateways, too, by these limits and the standings ('limiter' has more options).")
    private Optional<Path> limits = Optional.empty();

    @Option(
            names = "--limiter-port",
            paramLabel = "PORT",
            defaultValue = "8791",
            description =
                    "Loopback port for gateways with --limits; 0 takes a free one (default ${DEFAULT-VALUE}). It asks"
                            + " for no token, so it is open to other machines only where 'limiter --host' says so.")
    private int limiterPort;

    RunCommand(Terminal terminal, DetectionSource detections, Home home) {
        this.terminal = terminal;
        this.detections = detections;
        this.home = home;
    }

    /** Where keys, tokens, broker and state are kept; asked for when the command runs. */
    @FunctionalInterface
    interface Home {
        /** The directory. */
        Path path();
    }

    @Override
    public Integer call() throws IOException {
        LiveRun.Settings settings = settings();
        try (StopSignal stop = new StopSignal();
                LiveRun run = LiveRun.start(settings, detections, terminal)) {
            return follow(run, stop);
        }
    }

    private int follow(LiveRun run, StopSignal stop) {
        boolean told = false;
        while (!stop.await(LOOK)) {
            run.look();
            if (run.hasFailed()) {
                terminal.err()
                        .println("stillwatch: the stream stopped with a fault and gave up; the log above names"
                                + " processor, partition and offset");
                return ExitCode.INPUT;
            }
            if (!told && run.isReady()) {
                told = true;
                terminal.out().println("Running. Ctrl-C stops.");
            }
        }
        terminal.err().println("stillwatch: stopping");
        return ExitCode.OK;
    }

    private LiveRun.Settings settings() throws IOException {
        ListenAddress door = ListenAddress.of(host, port);
        ListenAddress limiterDoor = ListenAddress.of(LimiterServer.LOOPBACK, limiterPort, "--limiter-port");
        ListenAddress.requirePort(brokerPort, "--broker-port");
        if (partitions < 1 || partitions > 1_000 || threads < 1 || threads > 256 || standbys < 0 || standbys > 8) {
            throw new InputProblem("--partitions takes 1 to 1000, --threads 1 to 256 and --standbys 0 to 8");
        }
        if (!instance.matches("[A-Za-z0-9._-]{1,200}")) {
            throw new InputProblem("--instance takes letters, digits, dot, hyphen and underscore");
        }
        FormatRegistry registry = FormatRegistry.standard();
        if (!registry.knows(format)) {
            throw new InputProblem(
                    "no format '" + format + "'; there are auto, " + String.join(", ", registry.formats()));
        }
        return new LiveRun.Settings(
                home.path(),
                cluster,
                createTopics,
                partitions,
                brokerPort,
                door,
                policies,
                allowUnsigned,
                format,
                threads,
                instance,
                standbys,
                SharingGroupFile.readIfNamed(sharingKey),
                limits,
                limiterDoor);
    }
}
