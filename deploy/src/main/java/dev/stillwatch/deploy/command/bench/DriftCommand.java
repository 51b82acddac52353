// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.auditor.sketch.VocabularyTable;
import dev.stillwatch.deploy.bench.drift.DriftBench;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.command.Surroundings;
import dev.stillwatch.deploy.console.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stillwatch bench drift}. */
@Command(
        name = "drift",
        sortOptions = false,
        description = "Measures how far ordinary days lie from an account's own past by class of customer, beside days"
                + " on which the account changes its corpus or turns to harvesting (signal D3).")
final class DriftCommand implements Callable<Integer> {
    private static final long GREATEST_SEED = 900_000;
    private static final double CLASS_AT_SCALE_1 = 100;

    private final Terminal terminal;

    @Mixin
    private Corpora corpora = new Corpora();

    @Option(
            names = "--fit",
            description = "Print the figures of the baseline file, from the text sources that calibrate; without it,"
                    + " report on the others.")
    private boolean fit;

    @Option(
            names = "--first-seed",
            defaultValue = "201",
            paramLabel = "N",
            description = "The first seed (default ${DEFAULT-VALUE}); the packaged baselines rest on 101 and up.")
    private long firstSeed;

    @Option(
            names = "--seeds",
            defaultValue = "2",
            paramLabel = "N",
            description = "How many seeds, about 30 s each (default ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--customers",
            defaultValue = "3",
            paramLabel = "N",
            description = "Benign accounts of each class and seed (default ${DEFAULT-VALUE}).")
    private int customers;

    @Option(
            names = "--out",
            defaultValue = "bench-drift",
            paramLabel = "DIR",
            description = "Folder for what is simulated, made when missing (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    DriftCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path prompts = corpora.folder()
                .orElseThrow(() -> new InputProblem("no corpora found; name their folder with --prompts DIR"));
        if (seeds < 1 || customers < 1 || customers > 100 || firstSeed < 1 || firstSeed > GREATEST_SEED) {
            throw new InputProblem("--seeds takes 1 or more, --customers 1 to 100, --first-seed 1 to " + GREATEST_SEED);
        }
        DriftBench bench = new DriftBench(
                BenchKey.KEY, VocabularyTable.standard(Surroundings.home().resolve("cache")), out);
        DriftBench.Plan plan = new DriftBench.Plan(prompts, firstSeed, seeds, customers / CLASS_AT_SCALE_1);
        if (fit) {
            bench.fit(plan, terminal.out());
        } else {
            bench.report(plan, terminal.out());
        }
        return ExitCode.OK;
    }
}
