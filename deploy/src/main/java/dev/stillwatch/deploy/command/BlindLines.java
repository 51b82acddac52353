// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.signal.Signal;
import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.deploy.console.CsvLine;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which signals no record of a format could feed, a line for each format. Findings say what is blind; of a log that leads
 * to none, nothing else would tell "nothing was found" from "nothing could have been".
 */
final class BlindLines {
    private static final FieldSet TIES = FieldSet.of(Field.PAYMENT, Field.CREATED);

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
            List<String> blind = new ArrayList<>();
            FieldSet missing = FieldSet.NONE;
            for (Signal signal : new SignalCatalogue().signals()) {
                if (!fields.hasAll(signal.needs())) {
                    blind.add(signal.id().name());
                    missing = missing.union(signal.needs().minus(fields));
                }
            }
            if (TIES.minus(fields).equals(TIES)) {
                blind.add("rings of fewer than ten");
                missing = missing.union(TIES);
            }
            if (!blind.isEmpty()) {
                lines.add("  blind on " + format + ": " + String.join(", ", blind) + " (no record has " + names(missing)
                        + ")");
            }
        });
        return lines;
    }

    private static String names(FieldSet fields) {
        return fields.fields().stream()
                .map(field -> field.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
