// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a run from files: {@code verdicts.csv}, {@code days.csv} and {@code rings.jsonl} of a backtest,
 * {@code labels.csv}, and beside the labels {@code accounts.csv} of a simulation, which adds text source and beginning.
 * Without days, an account's whole run counts as one day.
 */
public final class RunFiles {
    private RunFiles() {}

    /**
     * Reads a run.
     *
     * @param results folder of a backtest
     * @throws IOException when a file is missing or not in the form above
     */
    public static ScoredRun read(long seed, Path results, Path labels) throws IOException {
        Map<String, Verdict> verdicts = verdicts(results.resolve("verdicts.csv"));
        Map<String, List<Tier>> days = days(results.resolve("days.csv"));
        Map<String, Origin> origins = origins(labels.resolveSibling("accounts.csv"));
        Table table = Table.read(labels, "account", "class", "campaign");
        List<ScoredRun.Account> accounts = new ArrayList<>();
        for (List<String> row : table.rows()) {
            String id = table.field(row, "account");
            String kind = table.field(row, "class");
            Verdict verdict = verdicts.getOrDefault(id, Verdict.NONE);
            Origin origin = origins.getOrDefault(id, new Origin(kind, Optional.empty()));
            accounts.add(new ScoredRun.Account(
                    id,
                    kind,
                    table.field(row, "campaign"),
                    origin.source(),
                    verdict.highest(),
                    origin.began(),
                    verdict.firstAction(),
                    verdict.exchanges(),
                    verdict.before(),
                    days.getOrDefault(id, List.of(verdict.highest()))));
        }
        return new ScoredRun(seed, accounts, RingFile.read(results.resolve("rings.jsonl")));
    }

    private static Map<String, Verdict> verdicts(Path file) throws IOException {
        Table table = Table.read(
                file, "account", "highest_tier", "first_action_time", "exchanges", "exchanges_before_action");
        Map<String, Verdict> verdicts = new HashMap<>();
        for (List<String> row : table.rows()) {
            long exchanges = Fields.number(table.field(row, "exchanges"), file);
            String before = table.field(row, "exchanges_before_action");
            verdicts.put(
                    table.field(row, "account"),
                    new Verdict(
                            Fields.tier(table.field(row, "highest_tier"), file),
                            Fields.instant(table.field(row, "first_action_time"), file),
                            exchanges,
                            before.isEmpty() ? exchanges : Fields.number(before, file)));
        }
        return verdicts;
    }

    private static Map<String, List<Tier>> days(Path file) throws IOException {
        Map<String, List<Tier>> days = new HashMap<>();
        if (Files.exists(file)) {
            Table table = Table.read(file, "account", "day", "highest_tier");
            for (List<String> row : table.rows()) {
                days.computeIfAbsent(table.field(row, "account"), account -> new ArrayList<>())
                        .add(Fields.tier(table.field(row, "highest_tier"), file));
            }
        }
        return days;
    }

    private static Map<String, Origin> origins(Path file) throws IOException {
        Map<String, Origin> origins = new HashMap<>();
        if (Files.exists(file)) {
            Table table = Table.read(file, "account", "source");
            for (List<String> row : table.rows()) {
                origins.put(
                        table.field(row, "account"),
                        new Origin(table.field(row, "source"), Fields.instant(table.field(row, "began"), file)));
            }
        }
        return origins;
    }

    private record Origin(String source, Optional<Instant> began) {}

    private record Verdict(Tier highest, Optional<Instant> firstAction, long exchanges, long before) {
        static final Verdict NONE = new Verdict(Tier.CLEAR, Optional.empty(), 0, 0);
    }
}
