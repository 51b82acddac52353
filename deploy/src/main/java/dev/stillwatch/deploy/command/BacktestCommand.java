// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.replay.Backtest;
import dev.stillwatch.auditor.replay.BacktestFailedException;
import dev.stillwatch.auditor.replay.BacktestRequest;
import dev.stillwatch.auditor.replay.BacktestSummary;
import dev.stillwatch.auditor.replay.score.ScoreboardFiles;
import dev.stillwatch.auditor.runtime.Cluster;
import dev.stillwatch.deploy.console.Counted;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.KeyFile;
import dev.stillwatch.policies.key.SharingGroup;
import dev.stillwatch.policies.key.SharingGroupFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Past logs through the live topology: what would have been found, and when. */
@Command(
        name = "backtest",
        sortOptions = false,
        description = "Judges past usage logs as the live stream would have, and writes what it found.")
final class BacktestCommand implements Callable<Integer> {
    private static final Duration AHEAD = Duration.ofDays(1);

    private final Terminal terminal;
    private final DetectionSource detections;
    private final InstantSource clock;

    @Option(
            names = "--usage",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "Usage logs: JSON lines or a JSON array, gzip or not, in any order.")
    private List<Path> usage = List.of();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for the results; made when missing.")
    private Path out = Path.of("");

    @Option(
            names = "--format",
            defaultValue = FormatRegistry.AUTO,
            description = "Format of every record, or auto to recognise each one (default).")
    private String format = FormatRegistry.AUTO;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "CSV with account, class and campaign (empty for benign): also writes scoreboard.json and"
                    + " scoreboard.md.")
    private Optional<Path> labels = Optional.empty();

    @Option(
            names = "--access",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Store and repository records. Not read by this version: it says so and stops.")
    private List<Path> access = List.of();

    @Mixin
    private PolicyChoice policy = new PolicyChoice();

    @Option(
            names = "--sharing-key",
            paramLabel = "FILE",
            description = "Key file of a sharing group ('share group init'): templates are hashed under it too, so that"
                    + " 'share export' can tell other parties of them.")
    private Optional<Path> sharingKey = Optional.empty();

    @Option(
            names = "--as-live",
            description = "Close buckets while the files are read: files must then be in order of time, within the"
                    + " lateness allowance.")
    private boolean live;

    @Option(names = "--partitions", defaultValue = "2", description = "Partitions of the topics (default 2).")
    private int partitions;

    @Option(names = "--threads", defaultValue = "2", description = "Stream threads (default 2).")
    private int threads;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Run on this cluster, on topics of its own; else on a broker inside this process.")
    private Optional<String> cluster = Optional.empty();

    BacktestCommand(Terminal terminal, DetectionSource detections, InstantSource clock) {
        this.terminal = terminal;
        this.detections = detections;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, BacktestFailedException {
        if (!access.isEmpty()) {
            // Taking the files and leaving them unread would look like a clean audit.
            throw new InputProblem("--access is not read by this version; leave it out to judge --usage alone");
        }
        check();
        // Before anything is made: a key that cannot be used would otherwise end the run late.
        Optional<SharingGroup> sharing = SharingGroupFile.readIfNamed(sharingKey);
        BacktestRequest request = new BacktestRequest(
                usage,
                format,
                List.of(policy.policy()),
                out,
                partitions,
                partitions,
                threads,
                live,
                clock.instant().plus(AHEAD),
                cluster);
        cluster.ifPresent(servers -> new Cluster(servers).require(Set.of(), false, partitions));
        RunProgress progress = new RunProgress(terminal, false);
        BacktestSummary summary = new Backtest(
                        detections.with(KeyFile.in(Surroundings.home()).currentOrNew(new SecureRandom()), sharing),
                        progress)
                .run(request);
        progress.clear();
        // One of an earlier run in this folder would be taken for this one's.
        ScoreboardFiles.remove(out);
        if (summary.records() == 0) {
            throw new InputProblem(
                    "no record in --usage " + usage.get(0) + (usage.size() > 1 ? " and the others" : ""));
        }
        print(summary);
        if (summary.accepted() == 0) {
            throw new InputProblem("none of these records could be read, so nobody was judged; what to do is said"
                    + " above, and in the README (Reject reasons)");
        }
        BlindLines.of(summary.seen()).forEach(line -> terminal.out().println(line));
        if (labels.isPresent()) {
            score(labels.get());
        }
        terminal.out().println("Results are in " + out + "; ask why with: stillwatch explain ACCOUNT --data " + out);
        return ExitCode.OK;
    }

    private void check() {
        usage.forEach(file -> InputFiles.require("--usage", file));
        labels.ifPresent(InputFiles::requireLabels);
        InputFiles.requireFolder("--out", out);
        FormatRegistry registry = FormatRegistry.standard();
        if (!registry.knows(format)) {
            throw new InputProblem(
                    "no format '" + format + "'; there are auto, " + String.join(", ", registry.formats()));
        }
        if (partitions < 1 || partitions > 1_000 || threads < 1 || threads > 256) {
            throw new InputProblem("--partitions takes 1 to 1000 and --threads 1 to 256");
        }
    }

    private void print(BacktestSummary summary) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%s: %,d accepted, %,d merged, %,d rejected; %s, %s, %s; %.1f s, %,.0f records/s%n",
                        Counted.of(summary.records(), "record"),
                        summary.accepted(),
                        summary.merged(),
                        summary.rejected().values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        Counted.of(summary.accounts(), "account"),
                        Counted.of(summary.rings(), "ring"),
                        Counted.of(summary.alerts(), "alert"),
                        summary.seconds(),
                        summary.recordsPerSecond());
        RejectLines.of(summary.rejected(), summary.rejectKinds())
                .forEach(line -> terminal.out().println(line));
    }

    private void score(Path file) {
        try {
            new ScoreboardLines(terminal).print(ScoreboardFiles.write(out, file));
        } catch (IOException e) {
            throw new InputProblem("--labels " + file + " cannot be scored: " + e.getMessage(), e);
        }
    }
}
