// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.detection;

import dev.stillwatch.deploy.bench.table.AlignedTable;
import dev.stillwatch.deploy.bench.table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The report as Markdown whose columns also line up as plain text. */
final class DetectionTable {
    private static final int NAMED = 6;

    private DetectionTable() {}

    static String of(DetectionReport report) {
        StringBuilder out = new StringBuilder("# Detection\n\n");
        report.setting().forEach(line -> out.append(line).append("\n"));
        out.append("""

                Intervals are 95 %, resampled by text source and seed. A rival's threshold flags the same share of \
                benign accounts as the product did, set on text sources apart from those scored; its column is the \
                share of campaign accounts found.

                """);
        campaigns(report, out);
        report.benign().to(out);
        out.append("\n## Missed\n\n");
        boolean none = true;
        for (DetectionReport.Row row : report.rows()) {
            List<String> missed = row.board().missed();
            if (!missed.isEmpty()) {
                none = false;
                int more = missed.size() - NAMED;
                out.append("- ").append(row.name()).append(" at ").append(row.cover());
                out.append(" %: ").append(String.join(", ", missed.subList(0, Math.min(NAMED, missed.size()))));
                out.append(more > 0 ? " and " + more + " more\n" : "\n");
            }
        }
        return (none ? out.append("nothing\n") : out).toString();
    }

    private static void campaigns(DetectionReport report, StringBuilder out) {
        Set<String> rivals = report.rivals();
        List<String> head = new ArrayList<>(List.of(
                "replay", "cover", "campaigns found", "accounts found", "exposure", "answered", "first action"));
        head.addAll(rivals);
        AlignedTable table = new AlignedTable(head);
        for (DetectionReport.Row row : report.rows()) {
            List<String> cells = new ArrayList<>(List.of(
                    row.name(),
                    row.cover() + " %",
                    Cell.of(row.board().campaigns(), 2),
                    Cell.of(row.board().recall(), 2),
                    Cell.of(row.board().exposure(), 3),
                    Cell.format("%,.0f", row.board().exposed()),
                    row.board().firstAction().map(Cell::of).orElse("never")));
            rivals.forEach(rival -> cells.add(Cell.format(
                    "%.2f", row.rivals().getOrDefault(rival, Found.NOTHING).recall())));
            table.row(cells);
        }
        table.to(out);
        for (String rival : rivals) {
            Found found = report.overall(rival);
            out.append(Cell.format(
                    "\n%s flags %.1f %% of the benign accounts scored (%d of %d, over all rows).\n",
                    rival, 100 * found.benignShare(), found.falseHits(), found.benign()));
        }
    }
}
