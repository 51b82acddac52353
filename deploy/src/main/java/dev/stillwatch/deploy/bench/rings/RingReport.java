// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rings;

import dev.stillwatch.auditor.replay.score.Estimate;
import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.play.PlayPlan;
import dev.stillwatch.deploy.bench.table.BenignRates;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import java.util.List;
import java.util.Map;

/**
 * What a bench of rings found.
 *
 * @param rows the campaigns
 * @param benign the customers of all seeds, played without any campaign
 * @param customers share of those customers that were acted on
 * @param seeds how many seeds
 * @param setting what was played, a line each
 */
record RingReport(List<Row> rows, BenignRates benign, Estimate customers, int seeds, List<String> setting) {

    /** The replay's name, with the number of its accounts where its volume is spread. */
    static String name(Recipe row) {
        String id = row.scenario().id();
        return row.pace() == 1 ? id : id + " over " + Math.round(row.scenario().accounts() * row.scale());
    }

    /** The share of the benign accounts of runs that reached throttle. */
    static Estimate actedOn(List<ScoredRun> runs) {
        return Estimate.share(runs.stream()
                .flatMap(run -> run.accounts().stream()
                        .filter(ScoredRun.Account::benign)
                        .map(one -> new Estimate.Observation(one.source(), run.seed(), one.acted() ? 1 : 0, 1)))
                .toList());
    }

    /**
     * One campaign at one share of cover.
     *
     * @param name of the replay
     * @param cover in percent
     * @param whole how many times as many exchanges the whole campaign has as what was played of it, 1 or more
     * @param board the product's score
     * @param actedOn share of the benign accounts beside the campaign that reached throttle
     * @param beside what everyone found, by name, Stillwatch first; empty when no rival played
     */
    record Row(
            String name, long cover, double whole, Scoreboard board, Estimate actedOn, Map<String, Scoreboard> beside) {
        /** Accounts of R5 are rotated: each is active for so many days. */
        private static final int ROTATED = 2;

        static Row of(Recipe row, List<ScoredRun> runs, Map<String, Scoreboard> beside) {
            return new Row(
                    RingReport.name(row),
                    PlayPlan.percent(row),
                    whole(row.scenario(), row.days()),
                    Scoreboard.of(runs),
                    RingReport.actedOn(runs),
                    beside);
        }

        private static double whole(Scenario scenario, int days) {
            int of = scenario == Scenario.R5 ? ROTATED : scenario.days();
            return Math.max(1, (double) of / days);
        }
    }
}
