// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rings;

import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.table.BenignRates;
import java.util.List;

/**
 * What a bench of rings found.
 *
 * @param rows the campaigns
 * @param benign the customers of all seeds, played without any campaign
 * @param seeds how many seeds
 * @param setting what was played, a line each
 */
record RingReport(List<Row> rows, BenignRates benign, int seeds, List<String> setting) {

    /**
     * One campaign at one share of cover.
     *
     * @param name of the replay
     * @param cover in percent
     * @param board the product's score
     * @param customers benign accounts beside the campaign
     * @param actedOn those of them that reached throttle
     */
    record Row(String name, long cover, Scoreboard board, long customers, long actedOn) {
        static Row of(String name, long cover, List<ScoredRun> runs) {
            List<ScoredRun.Account> customers = runs.stream()
                    .flatMap(run -> run.accounts().stream())
                    .filter(ScoredRun.Account::benign)
                    .toList();
            return new Row(
                    name,
                    cover,
                    Scoreboard.of(runs),
                    customers.size(),
                    customers.stream().filter(ScoredRun.Account::acted).count());
        }
    }
}
