// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.detection;

import dev.stillwatch.auditor.replay.score.Estimate;
import dev.stillwatch.auditor.replay.score.Interval;
import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.baseline.EqualRate;
import dev.stillwatch.policies.standing.Tier;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The comparison as a Markdown table. */
final class DetectionTable {
    static final String HEADING = """
            | replay, cover | campaigns found | accounts found | exposure | benign at throttle, per 1,000 a day \
            | rivals: accounts found (benign flagged) | missed |
            |---|---|---|---|---|---|---|
            """;

    private DetectionTable() {}

    /** What a rival flagged: of campaign accounts and of the benign accounts that were scored. */
    record Found(long hits, long attackers, long falseHits, long benign) {
        static Found of(ScoredRun run, Set<String> flagged) {
            long hits = 0;
            long attackers = 0;
            long falseHits = 0;
            long benign = 0;
            for (ScoredRun.Account account : run.accounts()) {
                boolean hit = flagged.contains(account.id());
                if (!account.benign()) {
                    attackers++;
                    hits += hit ? 1 : 0;
                } else if (!EqualRate.calibrates(account.source())) {
                    benign++;
                    falseHits += hit ? 1 : 0;
                }
            }
            return new Found(hits, attackers, falseHits, benign);
        }

        Found plus(Found other) {
            return new Found(
                    hits + other.hits, attackers + other.attackers, falseHits + other.falseHits, benign + other.benign);
        }

        double recall() {
            return attackers == 0 ? 0 : (double) hits / attackers;
        }

        double benignShare() {
            return benign == 0 ? 0 : (double) falseHits / benign;
        }
    }

    static String row(String name, Scoreboard board, Map<String, Found> rivals) {
        Estimate none = new Estimate(0, new Interval(0, 0), 0);
        String others = rivals.entrySet().stream()
                .map(rival -> String.format(
                        Locale.ROOT,
                        "%s %.2f (%.2f)",
                        rival.getKey(),
                        rival.getValue().recall(),
                        rival.getValue().benignShare()))
                .collect(Collectors.joining("; "));
        return "| " + name + " | " + cell(board.campaigns()) + " | " + cell(board.recall()) + " | "
                + cell(board.exposure()) + " | "
                + cell(board.byTier().getOrDefault(Tier.THROTTLE, none)) + " | " + others + " | "
                + (board.missed().isEmpty()
                        ? "none"
                        : board.missed().size() + ": "
                                + board.missed().stream().limit(5).collect(Collectors.joining(", ")))
                + " |\n";
    }

    private static String cell(Estimate estimate) {
        return String.format(
                Locale.ROOT,
                "%.3f [%.3f, %.3f]",
                estimate.value(),
                estimate.interval().low(),
                estimate.interval().high());
    }
}
