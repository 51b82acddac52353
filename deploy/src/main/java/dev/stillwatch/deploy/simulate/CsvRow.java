// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** One row of a plain CSV file with a header and without quotes, as measured traffic comes. */
record CsvRow(List<String> header, String[] cells) {
    /** Shows every row in order. */
    static void each(Path file, Consumer<CsvRow> rows) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String first = lines.readLine();
            List<String> header = first == null ? List.of() : List.of(first.split(",", -1));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.accept(new CsvRow(header, line.split(",", -1)));
            }
        }
    }

    /** The cell of a column, empty when the file has no such column. */
    String text(String column) {
        int at = header.indexOf(column);
        return at < 0 || at >= cells.length ? "" : cells[at];
    }

    /** The cell as a number that is at least 0; empty when it is none. */
    OptionalDouble number(String column) {
        try {
            double number = Double.parseDouble(text(column));
            return number >= 0 && number < Double.POSITIVE_INFINITY
                    ? OptionalDouble.of(number)
                    : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
