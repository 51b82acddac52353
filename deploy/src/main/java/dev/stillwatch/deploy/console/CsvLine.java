// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import java.util.ArrayList;
import java.util.List;

/** One line of CSV (RFC 4180) without line breaks inside its fields, as our own result files are. */
public final class CsvLine {
    private CsvLine() {}

    /** The fields of the line. */
    public static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
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
