// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rings;

import dev.stillwatch.auditor.replay.score.RunFiles;
import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.baseline.SeenTraffic;
import dev.stillwatch.deploy.bench.baseline.Traffic;
import dev.stillwatch.deploy.bench.play.Play;
import dev.stillwatch.deploy.bench.play.PlayPlan;
import dev.stillwatch.deploy.bench.play.Replay;
import dev.stillwatch.deploy.bench.rival.Rival;
import dev.stillwatch.deploy.bench.table.BenignRates;
import dev.stillwatch.deploy.simulate.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs rows (a replay at a share of cover, among benign customers) over seeds: simulate, replay, score the rings. What
 * the folder already holds of the same detection is not run again.
 */
public final class RingBench {
    private final Play play;
    private final Optional<Function<Traffic, List<Rival>>> rivals;
    private final Consumer<String> progress;

    /**
     * A bench.
     *
     * @param replay the product
     * @param detection names what the product detects with: results of another detection are replaced
     * @param rivals who is run on the same traffic, made from the first seed's customers; empty for nobody
     * @param progress hears what is running, a line each time
     */
    public RingBench(
            Replay replay,
            String detection,
            Optional<Function<Traffic, List<Rival>>> rivals,
            Consumer<String> progress) {
        this.play = new Play(replay, detection, rivals.isPresent() ? new SeenTraffic() : Play.Witness.NONE);
        this.rivals = rivals;
        this.progress = progress;
    }

    /**
     * Runs the plan, writes {@code rings.json} and {@code rings.md} into the folder and returns the table.
     *
     * @param setting what is played, a line each, for the head of the table
     * @throws IOException when a step fails
     */
    public String run(PlayPlan plan, List<String> setting, Path out) throws IOException {
        int done = 0;
        List<Played> benign = new ArrayList<>();
        Map<Recipe, List<Played>> runs = new LinkedHashMap<>();
        for (long seed = plan.firstSeed(); seed < plan.endSeed(); seed++) {
            say("benign customers, seed " + seed, ++done, plan);
            benign.add(played(plan.customers(seed), out.resolve("benign-" + seed), plan));
            for (Recipe row : plan.rows()) {
                String name = RingReport.name(row);
                long cover = PlayPlan.percent(row);
                say(name + " at " + cover + " % cover, seed " + seed, ++done, plan);
                runs.computeIfAbsent(row, unseen -> new ArrayList<>())
                        .add(played(
                                row.withSeed(seed),
                                out.resolve(name.replace(' ', '-') + "-" + cover + "-" + seed),
                                plan));
            }
        }
        Map<Recipe, Map<String, Scoreboard>> beside = beside(benign, runs);
        List<RingReport.Row> rows = new ArrayList<>();
        runs.forEach(
                (row, played) -> rows.add(RingReport.Row.of(row, scored(played), beside.getOrDefault(row, Map.of()))));
        List<ScoredRun> customers = scored(benign);
        RingReport report = new RingReport(
                rows,
                new BenignRates(Scoreboard.of(customers)),
                RingReport.actedOn(customers),
                plan.seeds(),
                List.copyOf(setting));
        RingFiles.write(report, out);
        return RingTable.of(report);
    }

    /** What rivals find in the same plays. */
    private Map<Recipe, Map<String, Scoreboard>> beside(List<Played> benign, Map<Recipe, List<Played>> runs)
            throws IOException {
        Map<Recipe, Map<String, Scoreboard>> beside = new HashMap<>();
        if (rivals.isPresent() && !runs.isEmpty()) {
            progress.accept("rivals, on the customers alone");
            SideBySide side = SideBySide.calibrated(rivals.get(), benign);
            for (Map.Entry<Recipe, List<Played>> row : runs.entrySet()) {
                progress.accept("rivals, on " + RingReport.name(row.getKey()) + " at " + PlayPlan.percent(row.getKey())
                        + " % cover");
                beside.put(row.getKey(), side.of(row.getValue()));
            }
        }
        return beside;
    }

    private static List<ScoredRun> scored(List<Played> plays) {
        return plays.stream().map(Played::run).toList();
    }

    private void say(String what, int done, PlayPlan plan) {
        progress.accept(what + " (" + done + " of " + plan.plays() + ")");
    }

    private Played played(Recipe recipe, Path folder, PlayPlan plan) throws IOException {
        Path simulation = play.into(recipe, folder, plan.keepTraffic());
        return new Played(simulation, RunFiles.read(recipe.seed(), folder, simulation.resolve("labels.csv")));
    }
}
