// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.bench.baseline.OpenRivals;
import dev.stillwatch.deploy.bench.baseline.Volume;
import dev.stillwatch.deploy.bench.play.PlayPlan;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DetectionBenchTest {
    @TempDir
    private Path out;

    @Test
    void aPerfectProductScoresFullRecallAndAFinishedSeedIsNotRunAgain() throws IOException {
        AtomicInteger runs = new AtomicInteger();
        DetectionBench bench = new DetectionBench(
                (simulation, results) -> {
                    runs.incrementAndGet();
                    oracle(simulation, results);
                },
                "detection-1",
                List.of(new Volume(), new OpenRivals()),
                line -> {});
        PlayPlan plan = new PlayPlan(
                List.of(Recipe.of(Scenario.LOGIT_PROBING, 1)
                        .withScale(0.02)
                        .withDays(1)
                        .withoutCustomers()),
                Recipe.of(Scenario.BENIGN, 1).withScale(0.01).withDays(1),
                4,
                1,
                false);

        bench.run(plan, List.of(), out);
        String table = bench.run(plan, List.of(), out);

        assertThat(runs).as("the campaign and the customers, each once").hasValue(2);
        assertThat(table).contains("| logit-probing | 0 %").contains("1.00 [").contains("## Missed\n\nnothing");
        assertThat(out.resolve("detection.md")).content().isEqualTo(table);
        assertThat(out.resolve("detection.json")).content().contains("\"volume\"", "\"open rivals\"");
        assertThat(out.resolve("benign-4/traffic/usage.ndjson")).doesNotExist();
        assertThat(out.resolve("benign-4")).as("the folder of the first seed").isDirectory();
    }

    /** Knows the labels: throttles every campaign account at once. */
    private static void oracle(Path simulation, Path results) throws IOException {
        StringBuilder verdicts =
                new StringBuilder("account,highest_tier,first_action_time,exchanges,exchanges_before_action\n");
        for (String row : Files.readAllLines(simulation.resolve("labels.csv"))) {
            String[] fields = row.split(",", -1);
            if (!fields[0].equals("account")) {
                verdicts.append(fields[0]).append(fields[2].isEmpty() ? ",clear,,9,9\n" : ",throttle,,9,0\n");
            }
        }
        Files.writeString(results.resolve("verdicts.csv"), verdicts);
    }
}
