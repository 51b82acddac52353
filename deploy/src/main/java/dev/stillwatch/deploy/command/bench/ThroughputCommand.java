// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.deploy.bench.throughput.ThroughputBench;
import dev.stillwatch.deploy.command.DetectionSource;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.load.PolicyLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stillwatch bench throughput}. */
@Command(
        name = "throughput",
        sortOptions = false,
        description = {
            "Runs the whole detection and a floor over the same records on one broker inside this process, both with"
                    + " exactly-once, and prints records a second and CPU time a record.",
            "The floor parses the records with plain Jackson and writes 64 bytes an account: what any stream"
                    + " application that reads these logs has to pay.",
            "Every account asks five times a minute of event time, however many there are. The largest campaign"
                    + " reported (24,000 accounts, 16 million exchanges) in one run: --campaign --records 16000000"
                    + " --rounds 1 --no-history; some 20 GB of disk."
        })
final class ThroughputCommand implements Callable<Integer> {
    /** What the whole has to reach of the floor. */
    private static final double BAR = 0.35;

    private final Terminal terminal;
    private final DetectionSource detections;

    @Option(names = "--records", defaultValue = "400000", description = "Records (default ${DEFAULT-VALUE}).")
    private int records;

    @Option(names = "--accounts", defaultValue = "24000", description = "Their accounts (default ${DEFAULT-VALUE}).")
    private int accounts;

    @Option(names = "--threads", paramLabel = "N", description = "Stream threads (default: one a processor).")
    private Optional<Integer> ofThreads = Optional.empty();

    @Option(
            names = "--rounds",
            defaultValue = "4",
            description = "Pairs of runs; the first warms up, the median ratio of the others counts (default"
                    + " ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--no-history", description = "Leave out the run of as many records spread over four days.")
    private boolean noHistory;

    @Option(
            names = "--campaign",
            description = "Let all accounts be one campaign, and so one ring: one way to begin, four accounts a card.")
    private boolean campaign;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the median ratio to this file too.")
    private Optional<Path> json = Optional.empty();

    ThroughputCommand(Terminal terminal, DetectionSource detections) {
        this.terminal = terminal;
        this.detections = detections;
    }

    @Override
    public Integer call() throws IOException {
        int threads = ofThreads.orElse(Runtime.getRuntime().availableProcessors());
        if (records < 1_000 || accounts < 1 || threads < 1 || threads > 256 || rounds < 1) {
            throw new InputProblem("--records takes 1000 and more, --accounts, --threads and --rounds 1 and more");
        }
        double ratio = new ThroughputBench(
                        detections.with(BenchKey.KEY), new PolicyLoader().packagedDefault(), terminal.out())
                .run(new ThroughputBench.Load(records, accounts, threads, rounds, !noHistory, campaign));
        terminal.out().printf(Locale.ROOT, "median %.3f of the floor; the bar is %.2f%n", ratio, BAR);
        if (json.isPresent()) {
            Files.writeString(
                    json.get(),
                    JsonText.of(Map.of(
                            "records",
                            records,
                            "accounts",
                            accounts,
                            "threads",
                            threads,
                            "rounds",
                            rounds,
                            "median_share_of_floor",
                            ratio)));
        }
        return ratio >= BAR ? ExitCode.OK : ExitCode.FOUND;
    }
}
