// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a CSV file (RFC 4180, but lines end with a line feed alone: the same bytes on every machine). */
final class Csv implements AutoCloseable {
    private final BufferedWriter out;

    Csv(Path file, String... header) throws IOException {
        out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        row((Object[]) header);
    }

    void row(Object... values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write(quoted(String.valueOf(values[i])));
        }
        out.write('\n');
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
