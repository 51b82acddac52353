// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rings;

import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.deploy.bench.table.AlignedTable;
import dev.stillwatch.deploy.bench.table.BenignRates;
import dev.stillwatch.deploy.bench.table.Cell;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;

/** Stillwatch and its rivals on the same traffic, a line each. */
final class SideTable {
    private static final double PERCENT = 100;
    private static final double SHARE_OF_PER_THOUSAND = 1e-3;

    private SideTable() {}

    /** Writes the table, or nothing when no rival played. */
    static void to(RingReport report, StringBuilder out) {
        if (report.rows().stream().allMatch(row -> row.beside().isEmpty())) {
            return;
        }
        out.append(Cell.format("""

                ## Side by side

                Found and flagged: throttle or above. A rival's threshold flags the same share of the customers that played \
                alone as Stillwatch did (%s); the accounts below are of other seeds. MMD is asked about at most %d accounts of \
                a campaign and %d customers beside it. Rivals act at the exchange that makes them sure; Stillwatch when its \
                buckets are closed. A ring is held to the same MMD threshold as an account in none; a window \
                counts from a quarter on.

                """, Cell.counted(report.customers()), SideBySide.OF_CAMPAIGN, SideBySide.BESIDE));
        AlignedTable table = new AlignedTable(List.of(
                "replay",
                "cover",
                "who",
                "campaigns found",
                "accounts found",
                "benign accounts flagged",
                "exposure %",
                "first flag"));
        for (RingReport.Row row : report.rows()) {
            row.beside().forEach((who, board) -> table.row(line(row, who, board)));
        }
        table.to(out);
    }

    private static List<String> line(RingReport.Row row, String who, Scoreboard board) {
        return List.of(
                row.name(),
                row.cover() + " %",
                who,
                Cell.of(board.campaigns(), 2),
                Cell.of(board.recall(), 2),
                Cell.counted(
                        new BenignRates(board).falsePositives(Tier.THROTTLE).times(SHARE_OF_PER_THOUSAND)),
                Cell.of(board.exposure().times(PERCENT), 1),
                board.firstAction().map(Cell::of).orElse("never"));
    }
}
