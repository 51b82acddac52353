// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.auditor.replay.BacktestSummary;
import dev.stillwatch.deploy.endtoend.Replays.Shape;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import dev.stillwatch.deploy.simulate.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped detection over simulated days: what is found does not hang on the order or the spread of the records. */
final class OrderFreeTest {
    private static final Recipe RECIPE = Recipe.of(Scenario.SAMPLE, 5).withDays(3);
    /** One record in so many is replayed: seconds, not minutes. */
    private static final int THINNING = 6;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Shape PLAIN = new Shape(1, 1, true);

    @TempDir
    private static Path directory;

    private static List<Line> lines = List.of();
    private static Path ordered = Path.of("");

    /** A record and its event time. */
    private record Line(long time, String json) {}

    @BeforeAll
    static void playAndReplayInOrder() throws Exception {
        Path simulated = directory.resolve("simulated");
        Simulation.of(RECIPE).write(simulated, count -> {});
        List<Line> all = new ArrayList<>();
        List<String> records = Files.readAllLines(simulated.resolve("usage.ndjson"));
        for (int i = 0; i < records.size(); i += THINNING) {
            all.add(new Line(time(records.get(i)), records.get(i)));
        }
        // Quiet days follow, so that every account comes to rest in every run.
        for (int day = 1; day <= 3; day++) {
            Instant time = RECIPE.start().plus(Duration.ofDays(RECIPE.days() + day));
            all.add(new Line(
                    time.toEpochMilli(),
                    "{\"time\":\"" + time + "\",\"id\":\"rest-" + day + "\",\"account\":{\"id\":\"rest\"}}"));
        }
        lines = all;
        ordered = directory.resolve("ordered");
        BacktestSummary summary = Replays.run(write("ordered.ndjson", lines), ordered, PLAIN);
        assertThat(summary.alerts()).isPositive();
        assertThat(summary.rings()).isPositive();
        assertThat(summary.accepted()).isEqualTo(lines.size());
    }

    @Test
    void shuffledWithinTheAllowanceOverFourPartitionsAndTwoThreadsGivesTheSameBytes() throws Exception {
        long allowance = Replays.POLICY.timing().allowance();
        Random random = new Random(11);
        Path usage = write("shuffled.ndjson", sorted(line -> line.time() + random.nextLong(allowance)));
        Path out = directory.resolve("shuffled");
        Replays.run(usage, out, new Shape(4, 2, true));
        assertSameBytes(out);
    }

    @Test
    void anyOrderUnderTheDefaultsOfTheCommandLineGivesTheSameBytes() throws Exception {
        Random random = new Random(12);
        Path usage = write("any.ndjson", sorted(line -> random.nextLong()));
        Path out = directory.resolve("any");
        Replays.run(usage, out, new Shape(2, 2, false));
        assertSameBytes(out);
    }

    @Test
    void recordsUpTo47HoursLateEndInTheSameStandings() throws Exception {
        long latest = Duration.ofHours(47).toMillis();
        Random random = new Random(13);
        Path usage = write(
                "late.ndjson", sorted(line -> line.time() + (random.nextInt(10) == 0 ? random.nextLong(latest) : 0)));
        Path out = directory.resolve("late");
        BacktestSummary summary = Replays.run(usage, out, PLAIN);
        assertThat(summary.accepted()).isEqualTo(lines.size());
        assertThat(standings(out)).isEqualTo(standings(ordered));
        assertThat(rings(out)).isEqualTo(rings(ordered)).isNotEmpty();
    }

    @Test
    void everyAlertThatWasWrittenIsAnOcsfFinding() throws Exception {
        OcsfSchema schema = OcsfSchema.orSkip();
        schema.requireEachLine(ordered.resolve("alerts.ndjson"));
    }

    private static void assertSameBytes(Path out) {
        for (String file : List.of(
                "alerts.ndjson", "verdicts.csv", "rings.jsonl", "standings.ndjson", "days.csv", "coverage.csv")) {
            assertThat(out.resolve(file)).as(file).hasSameTextualContentAs(ordered.resolve(file));
        }
    }

    /** Tier, score, families and ring of each account at the end. */
    private static TreeMap<String, List<String>> standings(Path out) throws IOException {
        TreeMap<String, List<String>> standings = new TreeMap<>();
        for (String row : Files.readAllLines(out.resolve("verdicts.csv"))) {
            String[] fields = row.split(",", 7);
            standings.put(fields[0], List.of(fields[1], fields[3], fields[4], fields[5]));
        }
        return standings;
    }

    /** Members, weakly attached accounts and tier of each ring. */
    private static TreeMap<String, List<String>> rings(Path out) throws IOException {
        TreeMap<String, List<String>> rings = new TreeMap<>();
        for (String line : Files.readAllLines(out.resolve("rings.jsonl"))) {
            JsonNode ring = JSON.readTree(line);
            rings.put(
                    ring.path("id").asText(),
                    List.of(
                            ring.path("members").toString(),
                            ring.path("weak").toString(),
                            ring.path("tier").asText()));
        }
        return rings;
    }

    private static List<Line> sorted(ToLongFunction<Line> arrival) {
        record Arriving(long at, Line line) {}
        return lines.stream()
                .map(line -> new Arriving(arrival.applyAsLong(line), line))
                .sorted(Comparator.comparingLong(Arriving::at))
                .map(Arriving::line)
                .toList();
    }

    private static Path write(String name, List<Line> records) throws IOException {
        return Files.write(
                directory.resolve(name), records.stream().map(Line::json).toList());
    }

    private static long time(String json) {
        int start = json.indexOf("\"time\":\"") + 8;
        return Instant.parse(json.substring(start, json.indexOf('"', start))).toEpochMilli();
    }
}
