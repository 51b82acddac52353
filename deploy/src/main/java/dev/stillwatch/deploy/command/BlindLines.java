// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.signal.Blindness;
import dev.stillwatch.deploy.console.CsvLine;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What no record of a format could show ({@link Blindness}), a line for each format. */
final class BlindLines {
    private BlindLines() {}

    /**
     * The lines.
     *
     * @param coverage a backtest's coverage.csv, its header first: format, field, exchanges, exchanges with the field
     */
    static List<String> of(List<String> coverage) {
        Map<String, FieldSet> seen = new TreeMap<>();
        for (String line : coverage.subList(1, coverage.size())) {
            List<String> cells = CsvLine.fields(line);
            Field field = Field.valueOf(cells.get(1).toUpperCase(Locale.ROOT));
            FieldSet told = Long.parseLong(cells.get(3)) > 0 ? FieldSet.of(field) : FieldSet.NONE;
            seen.merge(cells.get(0), told, FieldSet::union);
        }
        List<String> lines = new ArrayList<>();
        seen.forEach((format, fields) -> {
            Blindness blindness = Blindness.of(fields);
            if (!blindness.isNone()) {
                lines.add("  blind on " + format + ": " + blindness);
            }
        });
        return lines;
    }
}
