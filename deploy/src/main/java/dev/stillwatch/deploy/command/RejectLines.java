// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.replay.RejectKind;
import dev.stillwatch.deploy.console.AlertLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** How many records were rejected and why, and below each reason what its commonest kinds want done. */
final class RejectLines {
    private static final int TOLD = 3;

    private RejectLines() {}

    /**
     * The lines.
     *
     * @param rejected records by reason
     * @param kinds records by kind
     */
    static List<String> of(SortedMap<String, Long> rejected, SortedMap<RejectKind, Long> kinds) {
        List<RejectKind> commonest = kinds.entrySet().stream()
                .filter(kind -> !kind.getKey().remedy().isEmpty())
                .sorted(Map.Entry.<RejectKind, Long>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
        List<String> lines = new ArrayList<>();
        rejected.forEach((reason, records) -> {
            lines.add(String.format(Locale.ROOT, "  rejected %s: %,d", reason, records));
            commonest.stream()
                    .filter(kind -> kind.reason().equals(reason))
                    .limit(TOLD)
                    .map(kind -> "    " + (kind.field().isEmpty() ? "" : kind.field() + ": ") + kind.remedy())
                    .map(AlertLine::plain)
                    .forEach(lines::add);
        });
        return lines;
    }
}
