// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which field which format can carry. A record of a format may still lack a field that the format can carry; a signal
 * whose fields no record has is blind, and findings say so.
 */
public final class CoverageMatrix {
    private final Map<String, FieldSet> rows;

    private CoverageMatrix(Map<String, FieldSet> rows) {
        this.rows = rows;
    }

    /** The matrix of the registry's formats, in its order. */
    public static CoverageMatrix of(FormatRegistry registry) {
        Map<String, FieldSet> rows = new LinkedHashMap<>();
        registry.formats().forEach(format -> rows.put(format, registry.covers(format)));
        return new CoverageMatrix(rows);
    }

    /** The fields of a format; none for an unknown one. */
    public FieldSet row(String format) {
        return rows.getOrDefault(format, FieldSet.NONE);
    }

    /** Header {@code field,<formats>}, then a line per field with 1 or 0 for each format. Lines end with a line feed. */
    public String toCsv() {
        StringBuilder csv = new StringBuilder("field,")
                .append(String.join(",", rows.keySet()))
                .append('\n');
        for (Field field : Field.values()) {
            csv.append(name(field));
            rows.values().forEach(row -> csv.append(row.has(field) ? ",1" : ",0"));
            csv.append('\n');
        }
        return csv.toString();
    }

    /** A Markdown table: a line per field, a dot for each format that can carry it. */
    public String toMarkdown() {
        StringBuilder table = new StringBuilder("| field | ")
                .append(String.join(" | ", rows.keySet()))
                .append(" |\n|---|")
                .append("---|".repeat(rows.size()))
                .append('\n');
        for (Field field : Field.values()) {
            table.append("| ")
                    .append(name(field))
                    .append(rows.values().stream()
                            .map(row -> row.has(field) ? " | ●" : " | ")
                            .collect(Collectors.joining()))
                    .append(" |\n");
        }
        return table.toString();
    }

    private static String name(Field field) {
        return field.name().toLowerCase(Locale.ROOT);
    }
}
