// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.detection;

import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.deploy.bench.table.BenignRates;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a bench found.
 *
 * @param rows the campaigns
 * @param benign the customers of all seeds
 * @param seeds how many seeds
 * @param setting what was played, a line each
 */
record DetectionReport(List<Row> rows, BenignRates benign, int seeds, List<String> setting) {
    /**
     * One campaign at one share of cover.
     *
     * @param name of the replay
     * @param cover in percent
     * @param board the product's score
     * @param rivals what each rival found, by name
     */
    record Row(String name, long cover, Scoreboard board, Map<String, Found> rivals) {}

    /** The rivals' names, in order. */
    Set<String> rivals() {
        return rows.stream()
                .flatMap(row -> row.rivals().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a rival flagged over all rows. */
    Found overall(String rival) {
        return rows.stream()
                .map(row -> row.rivals().getOrDefault(rival, Found.NOTHING))
                .reduce(Found.NOTHING, Found::plus);
    }
}
