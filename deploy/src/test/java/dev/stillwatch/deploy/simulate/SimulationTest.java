// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path play(Recipe recipe, String name) throws IOException {
        Path out = folder.resolve(name);
        Simulation.of(recipe).write(out, count -> {});
        return out;
    }

    private static List<JsonNode> records(Path out) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("usage.ndjson"))) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    @Test
    void oneRecipeGivesOneSequenceOfBytes() throws IOException {
        Recipe recipe = Recipe.of(Scenario.SAMPLE, 7);

        Path first = play(recipe, "a");
        Path again = play(recipe, "b");
        Path other = play(Recipe.of(Scenario.SAMPLE, 8), "c");

        for (String file : List.of("usage.ndjson", "labels.csv", "accounts.csv", "recipe.json")) {
            assertThat(first.resolve(file)).hasSameBinaryContentAs(again.resolve(file));
        }
        assertThat(Files.mismatch(first.resolve("usage.ndjson"), other.resolve("usage.ndjson")))
                .isNotNegative();
    }

    @Test
    void theDemoIsSmallOrderedAndComplete() throws IOException {
        Path out = play(Recipe.of(Scenario.DEMO, 1), "demo");
        List<JsonNode> records = records(out);
        List<String> labels = Files.readAllLines(out.resolve("labels.csv"));
        Set<String> labelled = labels.stream()
                .skip(1)
                .map(row -> row.substring(0, row.indexOf(',')))
                .collect(Collectors.toSet());

        assertThat(records).hasSizeBetween(8_000, 25_000);
        assertThat(records).isSortedAccordingTo((a, b) -> time(a).compareTo(time(b)));
        assertThat(records)
                .allSatisfy(record ->
                        assertThat(labelled).contains(record.at("/account/id").asText()));
        assertThat(records.stream().map(record -> record.path("id").asText()).distinct())
                .hasSameSizeAs(records);
        for (Persona persona : Personas.packaged().benign()) {
            assertThat(labels).anyMatch(row -> row.contains("," + persona.name() + ","));
        }
        assertThat(labels.stream().filter(row -> row.endsWith(",R3-1"))).hasSize(6);
    }

    private static Instant time(JsonNode record) {
        return Instant.parse(record.path("time").asText());
    }

    @Test
    void everyTextCarriesTheCanary() throws IOException {
        for (JsonNode record : records(play(Recipe.of(Scenario.SAMPLE, 3).withCanary("zqcanary"), "canary"))) {
            record.at("/request/messages")
                    .forEach(message ->
                            assertThat(message.path("content").asText()).contains("zqcanary-"));
            assertThat(record.at("/response/output").asText()).contains("zqcanary-");
            if (record.path("request").has("system")) {
                assertThat(record.at("/request/system").asText()).contains("zqcanary-");
            }
        }
    }

    @Test
    void noSlotOfTheGrammarIsLeftOpen() throws IOException {
        Grammar grammar = Grammar.packaged();
        for (JsonNode record :
                records(play(Recipe.of(Scenario.MIXED, 5).withDays(1).withScale(0.05), "slots"))) {
            record.at("/request/messages")
                    .forEach(message ->
                            Grammar.fillSlots(message.path("content").asText(), slot -> {
                                assertThat(grammar.has(slot)).as(slot).isFalse();
                                assertThat(slot).isNotIn("payload", "done", "candidate");
                                return "";
                            }));
        }
    }

    @Test
    void ratesArePerAccountWhateverTheScaleAndCover() throws IOException {
        Recipe recipe = Recipe.of(Scenario.R3, 11).withDays(4);

        assertThat(perAccountAndDay(play(recipe, "plain"), 2)).isBetween(857 * 0.85, 857 * 1.15);
        assertThat(perAccountAndDay(play(recipe.withCover(0.5), "covered"), 2)).isBetween(857 * 0.7, 857 * 1.3);
    }

    @Test
    void aCampaignSpreadOverMoreAccountsKeepsItsVolume() throws IOException {
        Recipe recipe = Recipe.of(Scenario.R1, 5).withDays(1).withScale(0.05).withoutCustomers();
        Path few = play(recipe.spreadOver(1), "few");
        Path many = play(recipe.spreadOver(100), "many");

        assertThat(Files.readAllLines(few.resolve("labels.csv"))).hasSize(1 + 1);
        assertThat(Files.readAllLines(many.resolve("labels.csv"))).hasSize(1 + 100);
        assertThat((double) records(many).size()).isCloseTo(records(few).size(), Percentage.withPercentage(10));
    }

    private static double perAccountAndDay(Path out, int activeDays) throws IOException {
        return Files.readAllLines(out.resolve("accounts.csv")).stream()
                        .filter(row -> row.contains(",R3,"))
                        .mapToLong(row -> Long.parseLong(row.substring(row.lastIndexOf(',') + 1)))
                        .average()
                        .orElseThrow()
                / activeDays;
    }

    @Test
    void everyReplayPlaysAndTellsItsCampaign() throws IOException {
        for (Scenario scenario : Scenario.values()) {
            if (scenario.replay()) {
                Path out = play(Recipe.of(scenario, 2).withScale(0.03).withDays(1), scenario.id());

                assertThat(Files.readAllLines(out.resolve("labels.csv")))
                        .filteredOn(row -> row.endsWith("," + scenario.id() + "-2"))
                        .hasSizeGreaterThanOrEqualTo(3);
            }
        }
    }
}
