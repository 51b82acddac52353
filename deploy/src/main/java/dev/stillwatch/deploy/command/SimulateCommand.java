// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.deploy.console.Counted;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import dev.stillwatch.deploy.simulate.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stillwatch simulate}: labelled traffic in the native format. */
@Command(
        name = "simulate",
        sortOptions = false,
        description = "Writes labelled traffic: usage.ndjson, labels.csv, accounts.csv, policies/ and recipe.json.")
public final class SimulateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--scenario",
            required = true,
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String scenario = "";

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write; made when missing.")
    private Path out = Path.of("");

    @Option(
            names = "--prompts",
            paramLabel = "DIR",
            description = "Corpora (*.jsonl, *.jsonl.gz with source, prompt, kind); without it the built-in grammar."
                    + " Benign customers also take hours, burstiness and token sizes from measured traffic in it"
                    + " (clients_servegen_*.csv, trace_*.csv, stats_burstgpt1_by_hour.csv).")
    private @Nullable Path prompts;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of every draw (default 1).")
    private long seed;

    @Option(
            names = "--cover",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Unrelated share of the attackers' traffic, 0..0.95 (default 0).")
    private double cover;

    @Option(
            names = "--scale",
            paramLabel = "FACTOR",
            defaultValue = "0.1",
            description = "Factor on the number of accounts; rates per account stay (default 0.1).")
    private double scale;

    @Option(names = "--days", paramLabel = "N", description = "Days of event time (default: the scenario's own).")
    private @Nullable Integer days;

    @Option(
            names = "--start",
            paramLabel = "TIME",
            defaultValue = "2026-01-05T00:00:00Z",
            description = "First instant (default ${DEFAULT-VALUE}).")
    private Instant start = Recipe.DEFAULT_START;

    @Option(
            names = "--canary",
            paramLabel = "MARK",
            defaultValue = "",
            description = "Puts MARK and a random tail into every text, to prove that text goes nowhere.")
    private String canary = "";

    /** A command that writes its progress to the terminal. */
    public SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Scenario chosen = Scenario.of(scenario)
                .orElseThrow(() -> new InputProblem("no scenario '" + scenario + "'; there are "
                        + String.join(
                                ", ",
                                Arrays.stream(Scenario.values())
                                        .map(Scenario::id)
                                        .toList())));
        if (prompts != null && !Files.isDirectory(prompts)) {
            throw new InputProblem("the folder of --prompts does not exist: " + prompts);
        }
        Recipe recipe = recipe(chosen);
        InputFiles.requireFolder("--out", out);
        Simulation simulation = Simulation.of(recipe);
        if (prompts != null && !simulation.drawsOnFolder()) {
            throw new InputProblem("nothing to draw on in --prompts " + prompts + ": no *.jsonl or *.jsonl.gz with 60"
                    + " prompts of one source, and no measured traffic; leave it out for the built-in grammar");
        }
        long records = simulation.write(out, count -> {
            if (count % 100_000 == 0) {
                terminal.err().println("  " + count + " records");
            }
        });
        terminal.out()
                .println(Counted.of(records, "record") + " of " + Counted.of(simulation.accounts(), "account") + " in "
                        + out);
        return ExitCode.OK;
    }

    private Recipe recipe(Scenario chosen) {
        try {
            return new Recipe(
                    chosen,
                    seed,
                    cover,
                    scale,
                    days == null ? chosen.days() : days,
                    start,
                    Optional.ofNullable(prompts),
                    canary);
        } catch (IllegalArgumentException e) {
            throw new InputProblem(String.valueOf(e.getMessage()), e);
        }
    }

    /** The scenario names, for help and completion. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Scenario.values()).map(Scenario::id).iterator();
        }
    }
}
