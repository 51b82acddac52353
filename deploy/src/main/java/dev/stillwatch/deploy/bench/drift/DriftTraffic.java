// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.drift;

import dev.stillwatch.auditor.intake.ExchangeAssembler;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.intake.SourceMap;
import dev.stillwatch.auditor.processor.UsageStep;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Simulation;
import dev.stillwatch.policies.exchange.Exchange;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The exchanges of a simulated folder, by account, as intake makes them.
 *
 * @param accounts in the order of their ids
 */
record DriftTraffic(List<Account> accounts) {
    /**
     * One account.
     *
     * @param persona how the simulation names what it plays; only for the report
     * @param source its text source
     * @param exchanges in order of time
     */
    record Account(String id, String persona, String source, List<Exchange> exchanges) {}

    /** Plays a recipe into the folder, reads it and deletes its records. */
    static DriftTraffic play(Recipe recipe, ExchangeAssembler assembler, Path folder) throws IOException {
        Simulation.of(recipe).write(folder, count -> {});
        Path usage = folder.resolve("usage.ndjson");
        UsageStep step = new UsageStep(FormatRegistry.standard(), "native", assembler);
        Map<String, List<Exchange>> byAccount = new TreeMap<>();
        try (BufferedReader lines = Files.newBufferedReader(usage, StandardCharsets.UTF_8)) {
            long offset = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                UsageStep.Place place = new UsageStep.Place("usage", 0, offset++);
                step.read(line.getBytes(StandardCharsets.UTF_8), place, SourceMap.EMPTY, Long.MAX_VALUE)
                        .whole()
                        .forEach(exchange -> byAccount
                                .computeIfAbsent(exchange.account(), unseen -> new ArrayList<>())
                                .add(exchange));
            }
        }
        Files.delete(usage);
        List<Account> accounts = new ArrayList<>();
        List<String> table = Files.readAllLines(folder.resolve("accounts.csv"), StandardCharsets.UTF_8);
        for (String row : table.subList(1, table.size())) {
            String[] cells = row.split(",", -1);
            accounts.add(new Account(cells[0], cells[1], cells[3], byAccount.getOrDefault(cells[0], List.of())));
        }
        return new DriftTraffic(accounts);
    }
}
