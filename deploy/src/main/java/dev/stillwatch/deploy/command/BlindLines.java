// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.signal.Blindness;
import dev.stillwatch.policies.exchange.FieldSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What no record of a format could show ({@link Blindness}), a line for each format. */
final class BlindLines {
    private BlindLines() {}

    /**
     * The lines.
     *
     * @param seen by format, the fields that any of its exchanges had
     */
    static List<String> of(SortedMap<String, FieldSet> seen) {
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
