// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rings;

import dev.stillwatch.auditor.replay.score.RunFiles;
import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.play.Play;
import dev.stillwatch.deploy.bench.play.PlayPlan;
import dev.stillwatch.deploy.bench.play.Replay;
import dev.stillwatch.deploy.bench.table.BenignRates;
import dev.stillwatch.deploy.simulate.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs rows (a replay at a share of cover, among benign customers) over seeds: simulate, replay, score the rings. What
 * the folder already holds of the same detection is not run again.
 */
public final class RingBench {
    private final Play play;
    private final Consumer<String> progress;

    /**
     * A bench.
     *
     * @param replay the product
     * @param detection names what the product detects with: results of another detection are replaced
     * @param progress hears what is running, a line each time
     */
    public RingBench(Replay replay, String detection, Consumer<String> progress) {
        this.play = new Play(replay, detection, Play.Witness.NONE);
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
        List<ScoredRun> benign = new ArrayList<>();
        Map<Recipe, List<ScoredRun>> runs = new LinkedHashMap<>();
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
        List<RingReport.Row> rows = new ArrayList<>();
        runs.forEach((row, scored) -> rows.add(RingReport.Row.of(row, scored)));
        RingReport report =
                new RingReport(rows, new BenignRates(Scoreboard.of(benign)), plan.seeds(), List.copyOf(setting));
        RingFiles.write(report, out);
        return RingTable.of(report);
    }

    private void say(String what, int done, PlayPlan plan) {
        progress.accept(what + " (" + done + " of " + plan.plays() + ")");
    }

    private ScoredRun played(Recipe recipe, Path folder, PlayPlan plan) throws IOException {
        Path simulation = play.into(recipe, folder, plan.keepTraffic());
        return RunFiles.read(recipe.seed(), folder, simulation.resolve("labels.csv"));
    }
}
