// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.console;

import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code verdicts.csv} and {@code labels.csv} into the rows of an outcome table. */
public final class Verdicts {
    private static final String FILE = "verdicts.csv";

    private Verdicts() {}

    /**
     * Rows, hardest tier first.
     *
     * @param results directory of a backtest's results
     * @param labels account, class, campaign
     * @param declared accounts that declared an evaluation
     * @param limitAt score from which an account is limited, nats
     */
    public static List<OutcomeTable.Row> rows(Path results, Path labels, Set<String> declared, double limitAt)
            throws IOException {
        Map<String, String> kinds = kinds(labels);
        try (Stream<String> lines = Files.lines(results.resolve(FILE), StandardCharsets.UTF_8)) {
            return lines.skip(1)
                    .map(CsvLine::fields)
                    .map(f -> row(f, kinds.getOrDefault(f.get(0), ""), declared.contains(f.get(0)), limitAt))
                    .sorted(Comparator.comparing(OutcomeTable.Row::tier)
                            .reversed()
                            .thenComparing(OutcomeTable.Row::kind)
                            .thenComparing(OutcomeTable.Row::account))
                    .toList();
        }
    }

    /**
     * The accounts, campaigns' first.
     *
     * @param labels account, class, campaign
     */
    public static List<String> accounts(Path labels) throws IOException {
        try (Stream<String> lines = Files.lines(labels, StandardCharsets.UTF_8)) {
            return lines.skip(1)
                    .map(CsvLine::fields)
                    .sorted(Comparator.comparing((List<String> fields) -> fields.get(2))
                            .reversed()
                            .thenComparing(fields -> fields.get(0)))
                    .map(fields -> fields.get(0))
                    .toList();
        }
    }

    private static OutcomeTable.Row row(List<String> fields, String kind, boolean declared, double limitAt) {
        Tier tier = Tier.valueOf(fields.get(2).toUpperCase(Locale.ROOT));
        boolean acted = !fields.get(7).isEmpty();
        String reasons = fields.get(10);
        String exchanges = String.format(Locale.ROOT, "%,d exchanges", Long.parseLong(fields.get(8)));
        String reason;
        if (acted) {
            reason = reasons.isEmpty() ? exchanges : reasons;
        } else if (declared) {
            reason = exchanges + ", a declared evaluation";
        } else {
            reason = String.format(
                    Locale.ROOT, "%s, evidence %s of the %.1f nats that limit", exchanges, fields.get(3), limitAt);
        }
        return new OutcomeTable.Row(fields.get(0), kind, tier, acted, reason);
    }

    private static Map<String, String> kinds(Path labels) throws IOException {
        Map<String, String> kinds = new HashMap<>();
        for (String line : Files.readAllLines(labels, StandardCharsets.UTF_8)) {
            List<String> fields = CsvLine.fields(line);
            kinds.put(fields.get(0), fields.get(1) + (fields.get(2).isEmpty() ? "" : " (distiller)"));
        }
        return kinds;
    }
}
