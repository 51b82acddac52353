// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sketch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The data files of this package: one statement a line, goes on where the next line is indented, {@code #} comments. */
final class Statements {
    private Statements() {}

    /** The lines of a resource beside this class. */
    static List<String> resource(String name) {
        InputStream in = Statements.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("the class path lacks " + name);
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines without comments, continuations joined. */
    static List<String> of(List<String> lines) {
        List<String> statements = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0)) && !statements.isEmpty()) {
                int end = statements.size() - 1;
                statements.set(end, statements.get(end) + " " + line.strip());
            } else {
                statements.add(line.strip());
            }
        }
        return statements;
    }
}
