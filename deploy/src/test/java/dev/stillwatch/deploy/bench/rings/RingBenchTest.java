// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.deploy.bench.baseline.Traffic;
import dev.stillwatch.deploy.bench.play.PlayPlan;
import dev.stillwatch.deploy.bench.rival.HydraRule;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RingBenchTest {
    private static final String HEAD = "account,highest_tier,first_action_time,exchanges,exchanges_before_action\n";

    @TempDir
    private Path out;

    @Test
    void aProductThatKnowsTheLabelsFindsItsCampaignWholeAndNamesWhoStandsBeside() throws IOException {
        AtomicInteger runs = new AtomicInteger();
        RingBench bench = new RingBench(
                (simulation, results) -> {
                    runs.incrementAndGet();
                    oracle(simulation, results);
                },
                "detection-1",
                Optional.empty(),
                line -> {});

        bench.run(plan(), List.of("by hand"), out);
        String table = bench.run(plan(), List.of("by hand"), out);

        assertThat(runs).as("the campaign and the customers, each once").hasValue(2);
        assertThat(row(table, "| R9 "))
                .contains("| 1.00 [0.05, 1.00] | 1.00 [0.37, 1.00] | 1.00 [0.37, 1.00] | 20.0 [", "| 2.0 [")
                .contains("| 0 of 18 ");
        assertThat(table)
                .contains("weak in ring-1, reached clear")
                .contains("| 0.01 times")
                .contains("| 0 of 1 ");
        assertThat(out.resolve("rings.md")).content().isEqualTo(table);
        JsonNode json = new ObjectMapper().readTree(out.resolve("rings.json").toFile());
        assertThat(json.at("/rows/0/stillwatch/rings/account_share_inside/value")
                        .asDouble())
                .isEqualTo(1.0);
        assertThat(json.at("/rows/0/stillwatch/rings/benign_members")).hasSize(1);
    }

    @Test
    void aProductWithoutRingsFindsNothing() throws IOException {
        RingBench bench = new RingBench(
                (simulation, results) -> Files.writeString(results.resolve("verdicts.csv"), HEAD),
                "detection-1",
                Optional.empty(),
                line -> {});

        String table = bench.run(plan(), List.of(), out);

        assertThat(row(table, "| R9 ")).contains("| 0.00 [", "| no ring ", "| never ", "| 0 of 18 ");
        assertThat(table).endsWith("## Benign accounts that stood in rings\n\nnone\n");
    }

    @Test
    void aRivalIsRunOnTheSamePlaysAndStandsBesideStillwatch() throws IOException {
        List<Traffic> first = new ArrayList<>();
        RingBench bench = new RingBench(
                RingBenchTest::oracle,
                "detection-1",
                Optional.of(customers -> {
                    first.add(customers);
                    return List.of(new HydraRule());
                }),
                line -> {});

        String table = bench.run(plan(), List.of(), out);

        assertThat(first)
                .singleElement()
                .satisfies(customers ->
                        assertThat(customers.accounts()).hasSize(18).allMatch(Traffic.Account::benign));
        assertThat(table).contains("\n\nFound and flagged: ", "a window counts from a quarter on.\n\n| replay ");
        assertThat(table).contains("alone as Stillwatch did (0 of 18 [0.0, 15.3] %)");
        assertThat(row(table, "| R9     | 0 %   | Stillwatch"))
                .contains("| 1.00 [0.05, 1.00] | 1.00 [0.37, 1.00] | 0 of 18 [0.0, 15.3] %");
        assertThat(row(table, "| R9     | 0 %   | hydra ")).contains(" of 18 [");
        JsonNode json = new ObjectMapper().readTree(out.resolve("rings.json").toFile());
        assertThat(json.at("/rows/0/side_by_side").fieldNames()).toIterable().containsExactly("Stillwatch", "hydra");
    }

    private static PlayPlan plan() {
        return new PlayPlan(
                List.of(Recipe.of(Scenario.R9, 1).withScale(0.01).withDays(1).withCustomers(1)),
                Recipe.of(Scenario.BENIGN, 1).withScale(0.01).withDays(1),
                4,
                1,
                false);
    }

    private static String row(String table, String start) {
        return table.lines().filter(line -> line.startsWith(start)).findFirst().orElse("");
    }

    /** Throttles every campaign account after two of ten exchanges, in one ring, with one customer weakly attached. */
    private static void oracle(Path simulation, Path results) throws IOException {
        StringBuilder verdicts = new StringBuilder(HEAD);
        List<String> core = new ArrayList<>();
        List<String> weak = new ArrayList<>();
        for (String row : Files.readAllLines(simulation.resolve("labels.csv"))) {
            String[] fields = row.split(",", -1);
            if (fields[0].equals("account")) {
                continue;
            }
            boolean benign = fields[2].isEmpty();
            (benign ? weak : core).add("\"" + fields[0] + "\"");
            verdicts.append(fields[0]).append(benign ? ",clear,,10,10\n" : ",throttle,,10,2\n");
        }
        Files.writeString(results.resolve("verdicts.csv"), verdicts);
        Files.writeString(
                results.resolve("rings.jsonl"),
                core.isEmpty()
                        ? ""
                        : "{\"id\":\"ring-1\",\"members\":" + core + ",\"weak\":[" + weak.get(0)
                                + "],\"highest_tier\":\"throttle\",\"first_tier_time\":\"2026-01-05T03:00:00Z\"}\n");
    }
}
