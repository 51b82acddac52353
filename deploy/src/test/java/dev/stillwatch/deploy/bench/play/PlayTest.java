// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.play;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.bench.baseline.SeenTraffic;
import dev.stillwatch.deploy.bench.baseline.Traffic;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlayTest {
    private static final Recipe RECIPE =
            Recipe.of(Scenario.R9, 1).withScale(0.01).withDays(1).withCustomers(0);

    @TempDir
    private Path folder;

    private final AtomicInteger judged = new AtomicInteger();
    private final Replay replay = (simulation, results) -> judged.incrementAndGet();

    @Test
    void aWitnessThatComesLaterSeesTheSameRecordsWithoutAnotherJudgement() throws IOException {
        new Play(replay, "detection-1", Play.Witness.NONE).into(RECIPE, folder, false);

        Path simulation = new Play(replay, "detection-1", new SeenTraffic()).into(RECIPE, folder, false);

        assertThat(judged).hasValue(1);
        Traffic seen = SeenTraffic.of(simulation);
        assertThat(seen.accounts()).hasSize(3).allSatisfy(account -> {
            assertThat(account.payment()).isEqualTo("pay-R9-1-0");
            assertThat(account.queries()).isNotEmpty();
            assertThat(account.queries().get(0).print()).startsWith("ja4-");
        });
        assertThat(simulation.resolve("usage.ndjson")).doesNotExist();
    }

    @Test
    void whatWasSeenOfOtherRecordsIsForgotten() throws IOException {
        new Play(replay, "detection-1", new SeenTraffic()).into(RECIPE, folder, false);
        new Play(replay, "detection-1", Play.Witness.NONE).into(RECIPE.withSeed(2), folder, false);

        Path simulation = new Play(replay, "detection-1", new SeenTraffic()).into(RECIPE.withSeed(2), folder, false);

        assertThat(judged).hasValue(2);
        assertThat(SeenTraffic.of(simulation).accounts())
                .allMatch(account -> account.payment().equals("pay-R9-2-0"));
    }
}
