// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.detection;

import dev.stillwatch.auditor.replay.score.Estimate;
import dev.stillwatch.policies.standing.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        benign(report, out);
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
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(
                "replay", "cover", "campaigns found", "accounts found", "exposure", "answered", "first action"));
        head.addAll(rivals);
        rows.add(head);
        for (DetectionReport.Row row : report.rows()) {
            List<String> cells = new ArrayList<>(List.of(
                    row.name(),
                    row.cover() + " %",
                    cell(row.board().campaigns(), 2),
                    cell(row.board().recall(), 2),
                    cell(row.board().exposure(), 3),
                    format("%,.0f", row.board().exposed()),
                    row.board().firstAction().map(DetectionTable::span).orElse("never")));
            rivals.forEach(rival -> cells.add(format(
                    "%.2f", row.rivals().getOrDefault(rival, Found.NOTHING).recall())));
            rows.add(cells);
        }
        lines(rows, out);
        for (String rival : rivals) {
            Found found = report.overall(rival);
            out.append(format(
                    "\n%s flags %.1f %% of the benign accounts scored (%d of %d, over all rows).\n",
                    rival, 100 * found.benignShare(), found.falseHits(), found.benign()));
        }
    }

    private static void benign(DetectionReport report, StringBuilder out) {
        out.append("\n## Benign accounts flagged, per 1,000 account-days\n\n");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("at least", "rate", "95 % interval", "account-days"));
        report.benign().byTier().forEach((tier, rate) -> rows.add(rate(tier.label(), rate)));
        lines(rows, out);
        rows.clear();
        double mean = report.falsePositives(Tier.THROTTLE).value();
        out.append(format("\nBy class, at throttle or above; three times the pooled mean is %.2f:\n\n", 3 * mean));
        rows.add(List.of("class", "rate", "95 % interval", "account-days", "lower bound above 3 x mean"));
        Set<String> singled = report.singledOut();
        report.benign().byClass().forEach((kind, rate) -> {
            List<String> cells = new ArrayList<>(rate(kind, rate));
            cells.add(singled.contains(kind) ? "YES" : "no");
            rows.add(cells);
        });
        lines(rows, out);
    }

    private static List<String> rate(String name, Estimate rate) {
        return List.of(
                name,
                format("%.2f", rate.value()),
                format("%.2f to %.2f", rate.interval().low(), rate.interval().high()),
                format("%,d", rate.count()));
    }

    private static String cell(Estimate estimate, int digits) {
        String number = "%." + digits + "f";
        return format(
                number + " [" + number + ", " + number + "]",
                estimate.value(),
                estimate.interval().low(),
                estimate.interval().high());
    }

    private static String span(Duration wait) {
        return wait.toHours() >= 48
                ? format("%.1f d", wait.toMinutes() / 1_440.0)
                : wait.toMinutes() >= 120 ? format("%.1f h", wait.toMinutes() / 60.0) : wait.toMinutes() + " min";
    }

    private static void lines(List<List<String>> rows, StringBuilder out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (int line = 0; line < rows.size(); line++) {
            for (int column = 0; column < columns; column++) {
                String cell = rows.get(line).get(column);
                out.append("| ").append(cell).append(" ".repeat(widths[column] - cell.length() + 1));
            }
            out.append("|\n");
            if (line == 0) {
                for (int width : widths) {
                    out.append('|').append("-".repeat(width + 2));
                }
                out.append("|\n");
            }
        }
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
