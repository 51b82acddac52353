// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A CSV file with a heading line (RFC 4180, without line breaks inside fields). */
final class Table {
    /** What spreadsheets put before a file's first line; it is no part of any name. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Map<String, Integer> columns = new HashMap<>();
    private final List<List<String>> rows = new ArrayList<>();

    private Table() {}

    /**
     * Reads a file.
     *
     * @param needed columns that must be there
     * @throws IOException when it cannot be read or lacks a column
     */
    static Table read(Path file, String... needed) throws IOException {
        Table table = new Table();
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            lines.map(line -> line.replace(BYTE_ORDER_MARK, ""))
                    .filter(line -> !line.isBlank())
                    .map(Table::split)
                    .forEach(table.rows::add);
        } catch (UncheckedIOException e) {
            // What a stream of lines makes of bytes that are no UTF-8.
            throw new IOException(file + " is not UTF-8 text", e);
        }
        List<String> heading = table.rows.isEmpty() ? List.of() : table.rows.remove(0);
        for (int column = 0; column < heading.size(); column++) {
            table.columns.put(heading.get(column), column);
        }
        for (String name : needed) {
            if (!table.columns.containsKey(name)) {
                throw new IOException(file + " has no column '" + name + "'; its first line must name the columns");
            }
        }
        return table;
    }

    List<List<String>> rows() {
        return rows;
    }

    /** A row's field, empty when the row or the file lacks it. */
    String field(List<String> row, String column) {
        Integer index = columns.get(column);
        return index == null || index >= row.size() ? "" : row.get(index);
    }

    private static List<String> split(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '"') {
                if (quoted && at + 1 < line.length() && line.charAt(at + 1) == '"') {
                    field.append(c);
                    at++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
