// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.deploy.bench.baseline.Baseline;
import dev.stillwatch.deploy.bench.baseline.BgeSmall;
import dev.stillwatch.deploy.bench.baseline.EmbeddingCache;
import dev.stillwatch.deploy.bench.baseline.OpenRivals;
import dev.stillwatch.deploy.bench.baseline.Prada;
import dev.stillwatch.deploy.bench.baseline.Volume;
import dev.stillwatch.deploy.bench.baseline.WindowedMmd;
import dev.stillwatch.deploy.bench.detection.DetectionBench;
import dev.stillwatch.deploy.bench.play.BacktestReplay;
import dev.stillwatch.deploy.bench.play.PlayPlan;
import dev.stillwatch.deploy.command.DetectionSource;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import dev.stillwatch.policies.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stillwatch bench detection}: the scoreboard. */
@Command(
        name = "detection",
        sortOptions = false,
        description = {
            "Simulates campaigns and benign customers, judges them, scores the verdicts, and runs four rivals on the"
                    + " same traffic at the same share of benign accounts flagged.",
            "Prints the table and writes detection.md and detection.json into --out. What --out already holds of the"
                    + " same build and options is not run again, so a stopped run goes on where it was.",
            "The default (3 seeds) takes up to 30 minutes on 2 cores; for one row in a minute or two:"
                    + " --rows R3 --covers 0 --seeds 1 --customers 1 --no-baselines"
        })
final class DetectionCommand implements Callable<Integer> {
    private static final List<Scenario> ALL =
            Arrays.stream(Scenario.values()).filter(Scenario::replay).toList();

    private static final int WINDOW = 100;
    private static final int REFERENCES = 20;

    private final Terminal terminal;
    private final DetectionSource detections;

    @Mixin
    private PlayOptions play = new PlayOptions();

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds (default 3; 10 with --full).")
    private Optional<Integer> seeds = Optional.empty();

    @Option(
            names = "--covers",
            split = ",",
            defaultValue = "0,50,90",
            paramLabel = "PERCENT",
            description = "Unrelated shares of the campaigns' traffic, in percent (default ${DEFAULT-VALUE}).")
    private List<Integer> covers = List.of();

    @Option(
            names = "--scale",
            defaultValue = "0.1",
            paramLabel = "FACTOR",
            description = "Factor on the campaigns' accounts; rates stay (default ${DEFAULT-VALUE}).")
    private double scale;

    @Option(
            names = "--customers",
            paramLabel = "N",
            description = "Benign accounts of each class and seed (default 4; 60 with --full).")
    private Optional<Integer> customers = Optional.empty();

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "Days of event time (default: each replay's own, and 7 for customers).")
    private Optional<Integer> days = Optional.empty();

    @Option(names = "--no-baselines", description = "Without the rivals.")
    private boolean alone;

    @Option(
            names = "--full",
            description = "At least 60,000 benign account-days over 10 seeds; takes hours, and can be stopped and"
                    + " started again.")
    private boolean full;

    @Option(
            names = "--out",
            defaultValue = "bench-detection",
            paramLabel = "DIR",
            description = "Folder for results, made when missing (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("");

    DetectionCommand(Terminal terminal, DetectionSource detections) {
        this.terminal = terminal;
        this.detections = detections;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Path> prompts = play.prompts();
        PlayPlan plan = plan(prompts);
        String stamp = CodeStamp.of(Detection.class, Policy.class, Recipe.class);
        Files.createDirectories(out);
        String table;
        try (BacktestReplay replay = BacktestReplay.start(Replays.detection(detections));
                BgeSmall model = BgeSmall.load();
                EmbeddingCache embedder = EmbeddingCache.open(out.resolve("embeddings.bin"), BgeSmall.SIZE, model)) {
            List<Baseline> baselines = alone
                    ? List.of()
                    : List.of(
                            new Volume(),
                            new Prada(),
                            new WindowedMmd(embedder, WINDOW, REFERENCES, 1),
                            new OpenRivals());
            table = new DetectionBench(replay, stamp, baselines, PlayOptions.progress(terminal))
                    .run(plan, setting(plan, prompts, stamp), out);
        }
        terminal.out().print(table);
        terminal.out().println();
        terminal.out().println("Written to " + out.resolve("detection.md") + " and " + out.resolve("detection.json"));
        return ExitCode.OK;
    }

    private PlayPlan plan(Optional<Path> prompts) {
        List<Recipe> recipes = new ArrayList<>();
        try {
            // Judged apart from the customers: without rings, who plays beside an account changes nothing.
            for (Scenario scenario : play.rows(ALL)) {
                for (int cover : covers) {
                    recipes.add(recipe(scenario, prompts)
                            .withCover(cover / 100.0)
                            .withScale(scale)
                            .withoutCustomers());
                }
            }
            int each = customers.orElse(full ? Replays.FULL_CUSTOMERS : 4);
            Recipe benign = recipe(Scenario.BENIGN, prompts).withScale(each / Replays.CLASS_AT_SCALE_1);
            int count = seeds.orElse(full ? Replays.FULL_SEEDS : 3);
            return new PlayPlan(recipes, benign, play.firstSeed(count), count, play.keepTraffic());
        } catch (IllegalArgumentException e) {
            throw new InputProblem(String.valueOf(e.getMessage()), e);
        }
    }

    private Recipe recipe(Scenario scenario, Optional<Path> prompts) {
        return Replays.recipe(scenario, days.orElse(scenario.days()), prompts);
    }

    private List<String> setting(PlayPlan plan, Optional<Path> prompts, String stamp) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%d seeds from %d on, campaigns at %s of the reported accounts, %d benign accounts a class and seed; %s,"
                                + " composed with arrival and session models.",
                        plan.seeds(),
                        plan.firstSeed(),
                        scale,
                        Math.round(plan.benign().scale() * Replays.CLASS_AT_SCALE_1),
                        Replays.texts(prompts)),
                Replays.machine(stamp));
    }
}
