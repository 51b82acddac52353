// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rings;

import dev.stillwatch.auditor.replay.score.RingScore;
import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.deploy.bench.table.AlignedTable;
import dev.stillwatch.deploy.bench.table.Cell;
import java.util.ArrayList;
import java.util.List;

/** The report as Markdown whose columns also line up as plain text. */
final class RingTable {
    private static final int NAMED = 40;
    private static final double PERCENT = 100;

    private RingTable() {}

    static String of(RingReport report) {
        StringBuilder out = new StringBuilder("# Rings\n\n");
        report.setting().forEach(line -> out.append(line).append("\n"));
        out.append(Cell.format("""

                Intervals are 95 %%, resampled by text source and seed. Found: a ring, of which more than half of the \
                core members are the campaign's, reached throttle. Inside: campaign accounts in such a ring of purity \
                %.1f or more, whatever its tier. Exposure and exchanges a member are those answered in full before the \
                member's first action, whether a ring or the account itself was acted on; of the campaign: against what \
                the whole of it would ask for at the same pace. Time to ring is the median \
                from the campaign's first exchange to the ring's first standing at watch or above.

                """, RingScore.PURE));
        campaigns(report, out);
        exchanges(report, out);
        SideTable.to(report, out);
        report.benign().to(out);
        bystanders(report, out);
        return out.toString();
    }

    private static void campaigns(RingReport report, StringBuilder out) {
        AlignedTable table = new AlignedTable(List.of(
                "replay",
                "cover",
                "campaigns found",
                "accounts inside",
                "purity",
                "exposure %",
                "of the campaign",
                "exchanges a member",
                "time to ring",
                "first action",
                "customers acted on"));
        for (RingReport.Row row : report.rows()) {
            Scoreboard board = row.board();
            RingScore rings = board.rings();
            table.row(List.of(
                    row.name(),
                    row.cover() + " %",
                    Cell.of(rings.campaigns(), 2),
                    Cell.of(rings.inside(), 2),
                    rings.purity().count() == 0 ? "no ring" : Cell.of(rings.purity(), 2),
                    Cell.of(board.exposure().times(PERCENT), 1),
                    Cell.of(board.exposure().times(PERCENT / row.whole()), 2),
                    Cell.of(rings.exposed(), 1),
                    rings.formed().map(Cell::of).orElse("never"),
                    board.firstAction().map(Cell::of).orElse("never"),
                    Cell.counted(row.actedOn())));
        }
        table.to(out);
    }

    private static void exchanges(RingReport report, StringBuilder out) {
        out.append(Cell.format(
                "\n## Exchanges that a campaign got, against the %,d that already help a student\n\n",
                Scoreboard.USEFUL));
        AlignedTable table = new AlignedTable(
                List.of("replay", "cover", "answered in full, a campaign", "against it", "campaigns above it"));
        for (RingReport.Row row : report.rows()) {
            Scoreboard board = row.board();
            table.row(List.of(
                    row.name(),
                    row.cover() + " %",
                    Cell.format("%,.0f", board.exposed()),
                    Cell.format("%.2f times", board.exposed() / Scoreboard.USEFUL),
                    board.useful() + " of " + board.campaigns().count()));
        }
        table.to(out);
    }

    private static void bystanders(RingReport report, StringBuilder out) {
        List<String> lines = new ArrayList<>();
        report.benign().board().rings().bystanders().forEach(one -> lines.add(line("customers alone", one)));
        for (RingReport.Row row : report.rows()) {
            row.board()
                    .rings()
                    .bystanders()
                    .forEach(one -> lines.add(line(row.name() + " at " + row.cover() + " %", one)));
        }
        out.append("\n## Benign accounts that stood in rings\n\n");
        lines.stream().limit(NAMED).forEach(out::append);
        if (lines.size() > NAMED) {
            out.append("- and ").append(lines.size() - NAMED).append(" more; rings.json names all\n");
        }
        out.append(lines.isEmpty() ? "none\n" : "");
    }

    private static String line(String where, RingScore.Bystander one) {
        return Cell.format(
                "- %s, seed %d: %s (%s), %s in %s, reached %s\n",
                where,
                one.seed(),
                one.account(),
                one.kind(),
                one.core() ? "core" : "weak",
                one.ring(),
                one.reached().label());
    }
}
