// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a case counted by hand: two campaigns, one found by one of its two accounts; four benign accounts. */
final class ScoreboardTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeTheRun() throws IOException {
        Files.writeString(folder.resolve("labels.csv"), """
                account,class,campaign
                a1,R3,one
                a2,R3,one
                a3,R2,two
                b1,chat,
                b2,chat,
                b3,batch,
                b4,batch,
                """);
        Files.writeString(folder.resolve("accounts.csv"), """
                account,class,campaign,source,began
                a1,R3,one,s1,2026-01-05T00:00:00Z
                a2,R3,one,s1,2026-01-05T01:00:00Z
                a3,R2,two,s2,2026-01-05T00:00:00Z
                b1,chat,,s3,
                b2,chat,,s4,
                b3,batch,,s5,
                b4,batch,,s6,
                """);
        Files.writeString(folder.resolve("verdicts.csv"), """
                account,tier,highest_tier,score,families,ring,first_tier_time,first_action_time,exchanges,exchanges_before_action,reasons
                a1,throttle,restrict,6.1,content,,,2026-01-05T02:30:00Z,1000,100,"asks, in ""tags"", for traces"
                a2,clear,watch,1.1,,,,,500,500,
                a3,clear,clear,0,,,,,2500,2500,
                b1,clear,clear,0,,,,,10,10,
                b2,throttle,throttle,3.2,content,,,2026-01-05T12:00:00Z,30,20,
                b3,clear,watch,1.2,,,,,10,10,
                b4,clear,clear,0,,,,,10,10,
                """);
        Files.writeString(folder.resolve("days.csv"), """
                account,day,highest_tier,exchanges
                b1,2026-01-05,clear,5
                b1,2026-01-06,clear,5
                b2,2026-01-05,throttle,15
                b2,2026-01-06,watch,15
                b3,2026-01-05,watch,5
                b3,2026-01-06,clear,5
                b4,2026-01-05,clear,5
                b4,2026-01-06,clear,5
                """);
    }

    @Test
    void countsWhatAPersonWouldCount() throws IOException {
        Scoreboard board = ScoreboardFiles.write(folder, folder.resolve("labels.csv"));

        assertThat(board.campaigns().value()).isEqualTo(0.5);
        assertThat(board.recall().value()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(board.precision().value()).isEqualTo(0.5);
        assertThat(board.exposure().value()).isCloseTo(3_100.0 / 4_000, within(1e-12));
        assertThat(board.exposed()).isEqualTo(1_550);
        assertThat(board.useful()).isEqualTo(1);
        assertThat(board.firstAction()).contains(Duration.ofMinutes(150));
        assertThat(board.byTier().get(Tier.WATCH)).extracting(Estimate::value).isEqualTo(375.0);
        assertThat(board.byTier().get(Tier.THROTTLE))
                .extracting(Estimate::value)
                .isEqualTo(125.0);
        assertThat(board.byTier().get(Tier.SUSPEND)).extracting(Estimate::value).isEqualTo(0.0);
        assertThat(board.byClass().get("chat")).extracting(Estimate::value).isEqualTo(250.0);
        assertThat(board.byClass().get("batch")).extracting(Estimate::value).isEqualTo(0.0);
        assertThat(board.missed()).containsExactly("one/a2", "two (its 1 account)");
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("scoreboard.json").toFile());
        assertThat(json.at("/campaign_recall/value").asDouble()).isEqualTo(0.5);
        assertThat(folder.resolve("scoreboard.md")).content().contains("| campaigns found | 0.5000 |");
    }

    @Test
    void everyIntervalHoldsItsValue() throws IOException {
        Scoreboard board = Scoreboard.of(java.util.List.of(RunFiles.read(1, folder, folder.resolve("labels.csv"))));

        board.byTier().values().forEach(ScoreboardTest::holds);
        board.byClass().values().forEach(ScoreboardTest::holds);
        holds(board.campaigns());
        holds(board.recall());
        holds(board.exposure());
    }

    private static void holds(Estimate estimate) {
        assertThat(estimate.value())
                .isBetween(estimate.interval().low(), estimate.interval().high());
    }

    @Test
    void nothingSeenIsBoundedByThreeInN() {
        assertThat(BinomialBounds.of(0, 1_000).high()).isCloseTo(3.0 / 1_000, within(0.00002));
        assertThat(BinomialBounds.of(0, 1_000).low()).isZero();
        assertThat(BinomialBounds.of(1_000, 1_000).low()).isCloseTo(1 - 3.0 / 1_000, within(0.00002));
        // The p at which P(X >= 5) is 0.025 and P(X <= 5) is 0.025, from the plain sum of binomial terms.
        assertThat(BinomialBounds.of(5, 40).low()).isCloseTo(0.0418596261, within(1e-9));
        assertThat(BinomialBounds.of(5, 40).high()).isCloseTo(0.2680329174, within(1e-9));
    }

    @Test
    void aMissingColumnIsNamed() throws IOException {
        Files.writeString(folder.resolve("labels.csv"), "account,kind\nx,y\n");

        assertThatThrownBy(() -> RunFiles.read(1, folder, folder.resolve("labels.csv")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no column 'class'");
    }

    @Test
    void binomialTailsAgreeWithSixtyDigitArithmetic() throws IOException {
        String shared = System.getProperty("stillwatch.shared", "");
        Path vectors = Path.of(shared, "vectors", "statistics.json");
        Assumptions.assumeTrue(Files.exists(vectors), "the shared vectors are not here");

        for (JsonNode row : new ObjectMapper().readTree(vectors.toFile()).path("binomial")) {
            double expected = row.path("upper_tail_P_X_ge_k").asDouble();
            double n = row.path("n").asDouble();
            double k = row.path("k").asDouble();
            assertThat(BinomialBounds.incompleteBeta(
                            k, n - k + 1, row.path("gamma").asDouble()))
                    .isCloseTo(expected, within(expected * 1e-8));
        }
    }
}
