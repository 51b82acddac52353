// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.detection;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.auditor.replay.score.RunFiles;
import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.auditor.replay.score.ScoreboardFiles;
import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.baseline.Baseline;
import dev.stillwatch.deploy.bench.baseline.EqualRate;
import dev.stillwatch.deploy.bench.baseline.Traffic;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs rows (a replay at a share of cover) over seeds: simulate, replay, score, and the baselines at the share of benign
 * accounts that the product flagged. A row's seed whose results are in the folder already is not run again.
 */
public final class DetectionBench {
    private final Replay replay;
    private final List<Baseline> baselines;
    private final Consumer<String> progress;

    /** With the product, its rivals, and who hears what is running. */
    public DetectionBench(Replay replay, List<Baseline> baselines, Consumer<String> progress) {
        this.replay = replay;
        this.baselines = List.copyOf(baselines);
        this.progress = progress;
    }

    /**
     * Runs the rows and writes {@code detection.json} and {@code detection.md} into the folder.
     *
     * @param rows recipes whose seed is replaced by each of 1..seeds
     * @throws IOException when a step fails
     */
    public void run(List<Recipe> rows, int seeds, Path out) throws IOException {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode results = json.createObjectNode();
        StringBuilder table = new StringBuilder(DetectionTable.HEADING);
        for (Recipe row : rows) {
            String name = row.scenario().id() + " at " + Math.round(100 * row.cover()) + " %";
            List<ScoredRun> runs = new ArrayList<>();
            Map<String, DetectionTable.Found> rivals = new TreeMap<>();
            for (int seed = 1; seed <= seeds; seed++) {
                Path folder = out.resolve(row.scenario().id() + "-" + Math.round(100 * row.cover()) + "-" + seed);
                progress.accept(name + ", seed " + seed);
                Path simulation = play(row, seed, folder);
                ScoredRun run = RunFiles.read(seed, folder, simulation.resolve("labels.csv"));
                runs.add(run);
                rivals(simulation, run, rivals);
            }
            Scoreboard board = Scoreboard.of(runs);
            results.set(name, ScoreboardFiles.json(board));
            ObjectNode compared = results.putObject(name + " rivals");
            rivals.forEach((rival, found) -> compared.putObject(rival)
                    .put("account_recall", found.recall())
                    .put("benign_flagged", found.benignShare()));
            table.append(DetectionTable.row(name, board, rivals));
        }
        Files.createDirectories(out);
        Files.writeString(out.resolve("detection.json"), json.writeValueAsString(results) + "\n");
        Files.writeString(out.resolve("detection.md"), table);
    }

    private Path play(Recipe row, int seed, Path folder) throws IOException {
        Path simulation = folder.resolve("traffic");
        if (!Files.exists(folder.resolve("verdicts.csv")) || !Files.exists(simulation.resolve("recipe.json"))) {
            Recipe recipe = new Recipe(
                    row.scenario(),
                    seed,
                    row.cover(),
                    row.scale(),
                    row.days(),
                    row.start(),
                    row.prompts(),
                    row.canary());
            Simulation.of(recipe).write(simulation, count -> {});
            replay.run(simulation, folder);
        }
        return simulation;
    }

    /** Adds what each rival finds when it flags the same share of benign accounts as the product did. */
    private void rivals(Path simulation, ScoredRun run, Map<String, DetectionTable.Found> found) throws IOException {
        Traffic traffic = Traffic.read(simulation);
        long benign = run.accounts().stream().filter(ScoredRun.Account::benign).count();
        long flagged = run.accounts().stream()
                .filter(account -> account.benign() && account.acted())
                .count();
        double share = benign == 0 ? 0 : (double) flagged / benign;
        for (Baseline baseline : baselines) {
            Set<String> hits = EqualRate.flagged(baseline.scores(traffic), traffic, share);
            found.merge(baseline.name(), DetectionTable.Found.of(run, hits), DetectionTable.Found::plus);
        }
    }
}
