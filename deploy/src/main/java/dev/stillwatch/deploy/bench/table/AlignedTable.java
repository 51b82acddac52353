// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.table;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table whose columns also line up as plain text. Every row has as many cells as the head. */
public final class AlignedTable {
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with its head. */
    public AlignedTable(List<String> head) {
        rows.add(List.copyOf(head));
    }

    /** Adds a row. */
    public void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Writes it out. */
    public void to(StringBuilder out) {
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
}
