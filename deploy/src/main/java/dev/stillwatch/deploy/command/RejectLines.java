// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.deploy.console.AlertLine;
import dev.stillwatch.deploy.console.CsvLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** How many records were rejected and why, and below each reason what its commonest kinds want done. */
final class RejectLines {
    private static final int TOLD = 3;

    private RejectLines() {}

    /**
     * The lines.
     *
     * @param rejected records by reason
     * @param kinds a backtest's rejects.csv, its header first: reason, field, remedy, records
     */
    static List<String> of(SortedMap<String, Long> rejected, List<String> kinds) {
        List<List<String>> rows = kinds.stream()
                .skip(1)
                .map(CsvLine::fields)
                .sorted(Comparator.comparingLong((List<String> row) -> -Long.parseLong(row.get(3))))
                .toList();
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Long> reason : rejected.entrySet()) {
            lines.add(String.format(Locale.ROOT, "  rejected %s: %,d", reason.getKey(), reason.getValue()));
            rows.stream()
                    .filter(row ->
                            row.get(0).equals(reason.getKey()) && !row.get(2).isEmpty())
                    .limit(TOLD)
                    .map(row -> "    " + (row.get(1).isEmpty() ? "" : row.get(1) + ": ") + row.get(2))
                    .map(AlertLine::plain)
                    .forEach(lines::add);
        }
        return lines;
    }
}
