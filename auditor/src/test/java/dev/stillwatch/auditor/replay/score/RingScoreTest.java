// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a case counted by hand: campaign one has a pure ring at throttle and a watched one; campaign two a ring with
 * a customer too many and never more than watched; campaign three has none; one ring is of customers alone.
 */
final class RingScoreTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeTheRun() throws IOException {
        Files.writeString(folder.resolve("labels.csv"), """
                account,class,campaign
                a1,R3,one
                a2,R3,one
                a3,R3,one
                a4,R3,one
                c1,R2,two
                c2,R2,two
                d1,R1,three
                b1,chat,
                b2,chat,
                b3,ci,
                """);
        Files.writeString(folder.resolve("accounts.csv"), """
                account,class,campaign,source,began
                a1,R3,one,s1,2026-01-05T01:00:00Z
                a2,R3,one,s1,2026-01-05T00:00:00Z
                c1,R2,two,s2,2026-01-05T00:00:00Z
                """);
        Files.writeString(folder.resolve("verdicts.csv"), """
                account,highest_tier,first_action_time,exchanges,exchanges_before_action
                a1,throttle,2026-01-05T02:30:00Z,1000,100
                a2,throttle,2026-01-05T02:30:00Z,500,40
                a3,throttle,2026-01-05T02:30:00Z,500,20
                a4,clear,,60,60
                c1,watch,,200,200
                c2,watch,,280,280
                d1,clear,,0,0
                b1,throttle,,10,10
                """);
        Files.writeString(folder.resolve("rings.jsonl"), """
                {"id":"ring-1","members":["a1","a2"],"weak":["a3","b1"],"highest_tier":"throttle","first_tier_time":"2026-01-05T02:00:00Z"}
                {"id":"ring-2","members":["a1","a2","a3"],"weak":[],"highest_tier":"watch","first_tier_time":"2026-01-05T01:30:00Z"}
                {"id":"ring-3","members":["c1","c2","b2"],"weak":[],"highest_tier":"watch","first_tier_time":"2026-01-05T09:00:00Z"}
                {"id":"ring-4","members":["b2","b3"],"weak":["a4"],"highest_tier":"restrict","first_tier_time":""}
                {"id":"ring-5","members":[],"weak":["d1"],"highest_tier":"suspend","first_tier_time":""}
                """);
    }

    @Test
    void countsWhatAPersonWouldCount() throws IOException {
        RingScore rings =
                ScoreboardFiles.write(folder, folder.resolve("labels.csv")).rings();

        assertThat(rings.campaigns().value()).as("one of three").isCloseTo(1.0 / 3, within(1e-12));
        assertThat(rings.inside().value()).as("a1, a2, a3 of seven").isCloseTo(3.0 / 7, within(1e-12));
        assertThat(rings.purity().value()).as("2 + 3 + 2 of 8").isCloseTo(7.0 / 8, within(1e-12));
        assertThat(rings.purity().count()).isEqualTo(8);
        assertThat(rings.exposed().value()).isCloseTo(700.0 / 7, within(1e-12));
        assertThat(rings.formed()).as("of 90 minutes and 9 hours").contains(Duration.ofHours(9));
        assertThat(rings.bystanders())
                .containsExactly(
                        new RingScore.Bystander(1, "b1", "chat", "ring-1", false, Tier.THROTTLE),
                        new RingScore.Bystander(1, "b2", "chat", "ring-3", true, Tier.CLEAR),
                        new RingScore.Bystander(1, "b2", "chat", "ring-4", true, Tier.CLEAR),
                        new RingScore.Bystander(1, "b3", "ci", "ring-4", true, Tier.CLEAR));
    }

    @Test
    void theFilesHoldTheScore() throws IOException {
        ScoreboardFiles.write(folder, folder.resolve("labels.csv"));

        JsonNode json = new ObjectMapper()
                .readTree(folder.resolve("scoreboard.json").toFile())
                .path("rings");
        assertThat(json.at("/purity/value").asDouble()).isEqualTo(0.875);
        assertThat(json.path("median_seconds_to_ring").asLong()).isEqualTo(32_400);
        assertThat(json.at("/benign_members/0/account").asText()).isEqualTo("b1");
        assertThat(folder.resolve("scoreboard.md"))
                .content()
                .contains("| core members of campaigns' rings that belong there | 0.8750 |")
                .contains("- b1 (chat), weak in ring-1, reached throttle");
    }

    @Test
    void aRunWithoutRingsFindsNothingAndNobody() throws IOException {
        Files.delete(folder.resolve("rings.jsonl"));

        RingScore rings =
                ScoreboardFiles.write(folder, folder.resolve("labels.csv")).rings();

        assertThat(rings.campaigns().value()).isZero();
        assertThat(rings.inside().value()).isZero();
        assertThat(rings.purity().count()).isZero();
        assertThat(rings.formed()).isEmpty();
        assertThat(rings.bystanders()).isEmpty();
    }
}
