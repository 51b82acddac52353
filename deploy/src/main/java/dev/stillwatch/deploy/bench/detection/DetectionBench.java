// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.detection;

import dev.stillwatch.auditor.replay.score.RunFiles;
import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.baseline.Baseline;
import dev.stillwatch.deploy.bench.baseline.EqualRate;
import dev.stillwatch.deploy.bench.baseline.SeenTraffic;
import dev.stillwatch.deploy.bench.baseline.Traffic;
import dev.stillwatch.deploy.bench.play.Play;
import dev.stillwatch.deploy.bench.play.PlayPlan;
import dev.stillwatch.deploy.bench.play.Replay;
import dev.stillwatch.deploy.bench.table.BenignRates;
import dev.stillwatch.deploy.simulate.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs rows (a replay at a share of cover) over seeds: simulate, replay, score, and the baselines at the share of benign
 * accounts that the product flagged. What the folder already holds of the same detection is not run again.
 */
public final class DetectionBench {
    private final Play play;
    private final List<Baseline> baselines;
    private final Consumer<String> progress;

    /**
     * A bench.
     *
     * @param replay the product
     * @param detection names what the product detects with: results of another detection are replaced
     * @param baselines its rivals
     * @param progress hears what is running, a line each time
     */
    public DetectionBench(Replay replay, String detection, List<Baseline> baselines, Consumer<String> progress) {
        this.play = new Play(replay, detection, new SeenTraffic());
        this.baselines = List.copyOf(baselines);
        this.progress = progress;
    }

    /**
     * Runs the plan, writes {@code detection.json} and {@code detection.md} into the folder and returns the table.
     *
     * @param setting what is played, a line each, for the head of the table
     * @throws IOException when a step fails
     */
    public String run(PlayPlan plan, List<String> setting, Path out) throws IOException {
        int done = 0;
        List<ScoredRun> benign = new ArrayList<>();
        Map<Recipe, List<ScoredRun>> runs = new LinkedHashMap<>();
        Map<Recipe, Map<String, Found>> rivals = new HashMap<>();
        for (long seed = plan.firstSeed(); seed < plan.endSeed(); seed++) {
            say("benign customers, seed " + seed, ++done, plan);
            Played customers = played(plan.customers(seed), out.resolve("benign-" + seed), plan);
            benign.add(customers.run());
            Map<String, Map<String, Double>> benignScores = scores(customers);
            for (Recipe row : plan.rows()) {
                say(row.scenario().id() + " at " + PlayPlan.percent(row) + " % cover, seed " + seed, ++done, plan);
                Path folder = out.resolve(row.scenario().id() + "-" + PlayPlan.percent(row) + "-" + seed);
                Played campaign = played(row.withSeed(seed), folder, plan);
                runs.computeIfAbsent(row, unseen -> new ArrayList<>()).add(campaign.run());
                rivals(customers, benignScores, campaign, rivals.computeIfAbsent(row, unseen -> new TreeMap<>()));
            }
        }
        List<DetectionReport.Row> rows = new ArrayList<>();
        runs.forEach((row, scored) -> rows.add(new DetectionReport.Row(
                row.scenario().id(),
                PlayPlan.percent(row),
                Scoreboard.of(scored),
                rivals.getOrDefault(row, Map.of()))));
        DetectionReport report =
                new DetectionReport(rows, new BenignRates(Scoreboard.of(benign)), plan.seeds(), setting);
        DetectionFiles.write(report, out);
        return DetectionTable.of(report);
    }

    private void say(String what, int done, PlayPlan plan) {
        progress.accept(what + " (" + done + " of " + plan.plays() + ")");
    }

    private Played played(Recipe recipe, Path folder, PlayPlan plan) throws IOException {
        Path simulation = play.into(recipe, folder, plan.keepTraffic());
        ScoredRun run = RunFiles.read(recipe.seed(), folder, simulation.resolve("labels.csv"));
        Traffic traffic = baselines.isEmpty() ? new Traffic(List.of()) : SeenTraffic.of(simulation);
        return new Played(run, traffic);
    }

    /** Adds what each rival finds when it flags the same share of benign accounts as the product did. */
    private void rivals(
            Played customers,
            Map<String, Map<String, Double>> benignScores,
            Played campaign,
            Map<String, Found> found) {
        Traffic traffic = customers.traffic().and(campaign.traffic());
        List<ScoredRun.Account> benign = customers.run().accounts();
        long flagged = benign.stream().filter(ScoredRun.Account::acted).count();
        double share = benign.isEmpty() ? 0 : (double) flagged / benign.size();
        for (Baseline baseline : baselines) {
            Set<String> asked = campaign.traffic().accounts().stream()
                    .limit(baseline.mostOfCampaign())
                    .map(Traffic.Account::id)
                    .collect(Collectors.toUnmodifiableSet());
            Map<String, Double> scores = new HashMap<>(benignScores.getOrDefault(baseline.name(), Map.of()));
            scores.putAll(baseline.scores(traffic, account -> asked.contains(account.id())));
            Set<String> hits = EqualRate.flagged(scores, traffic, share);
            Found both = Found.of(customers.run(), scores.keySet(), hits)
                    .plus(Found.of(campaign.run(), scores.keySet(), hits));
            found.merge(baseline.name(), both, Found::plus);
        }
    }

    /** Customers are scored once a seed. */
    private Map<String, Map<String, Double>> scores(Played customers) {
        Map<String, Map<String, Double>> scores = new HashMap<>();
        baselines.forEach(baseline -> scores.put(baseline.name(), baseline.scores(customers.traffic())));
        return scores;
    }

    /** A judged simulation. */
    private record Played(ScoredRun run, Traffic traffic) {}
}
