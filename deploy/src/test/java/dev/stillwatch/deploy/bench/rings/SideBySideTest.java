// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stillwatch.auditor.replay.score.Estimate;
import dev.stillwatch.auditor.replay.score.Scoreboard;
import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.baseline.Traffic;
import dev.stillwatch.deploy.bench.rival.HydraRule;
import dev.stillwatch.policies.standing.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SideBySideTest {
    @TempDir
    private Path folder;

    /** Exchanges at 1 s, 2 s and so on after the beginning, from a network of its own, paid with the card. */
    private static Traffic.Account account(String id, String campaign, String card, int exchanges) {
        List<Traffic.Query> queries = IntStream.rangeClosed(1, exchanges)
                .mapToObj(i -> new Traffic.Query(1_000L * i, "", "10.0." + id.hashCode() % 251 + ".1", "", false))
                .toList();
        return new Traffic.Account(id, campaign, "s", card, "", exchanges, queries, List.of());
    }

    private Played played(String name, List<Traffic.Account> accounts, Set<String> acted) throws IOException {
        Path simulation = folder.resolve(name);
        simulation.toFile().mkdirs();
        new Traffic(accounts).save(simulation.resolve("seen.json.gz"));
        List<ScoredRun.Account> verdicts = new ArrayList<>();
        for (Traffic.Account one : accounts) {
            verdicts.add(new ScoredRun.Account(
                    one.id(),
                    "class",
                    one.campaign(),
                    one.source(),
                    acted.contains(one.id()) ? Tier.THROTTLE : Tier.CLEAR,
                    Optional.of(Instant.ofEpochMilli(0)),
                    Optional.empty(),
                    one.queries().size(),
                    one.queries().size(),
                    List.of(Tier.CLEAR, Tier.CLEAR)));
        }
        return new Played(simulation, new ScoredRun(1, verdicts, List.of()));
    }

    private static Scoreboard board(Map<String, Scoreboard> boards, String who) {
        return Objects.requireNonNull(boards.get(who), who);
    }

    /** Benign accounts, of a thousand. */
    private static Estimate flagged(Scoreboard board) {
        return Objects.requireNonNull(board.byTier().get(Tier.THROTTLE));
    }

    @Test
    void aRivalFlagsTheShareOfCustomersThatStillwatchDidAndIsScoredOnOthers() throws IOException {
        // Three customers on one card score 0.048 + 0.07 + 0.09 = 0.208, the fourth 0: the threshold at none of four.
        Played alone = played(
                "alone",
                List.of(
                        account("a", "", "p", 2),
                        account("b", "", "p", 2),
                        account("c", "", "p", 2),
                        account("d", "", "q", 2)),
                Set.of());
        // Four on one card: 0.064 + 0.07 + 0.12 = 0.254; "w", who comes once and first, sees no cluster yet.
        Played campaign = played(
                "campaign",
                List.of(
                        account("e", "", "r", 5),
                        account("w", "x", "p", 1),
                        account("x", "x", "p", 4),
                        account("y", "x", "p", 4),
                        account("z", "x", "p", 3)),
                Set.of("e"));

        Map<String, Scoreboard> boards = SideBySide.calibrated(customers -> List.of(new HydraRule()), List.of(alone))
                .of(List.of(campaign));

        assertThat(boards.keySet()).containsExactly("Stillwatch", "hydra");
        Scoreboard hydra = board(boards, "hydra");
        assertThat(hydra.campaigns().value()).isEqualTo(1);
        assertThat(hydra.recall().value()).as("x, y, z of four").isCloseTo(0.75, within(1e-12));
        // z is the fourth account that comes in the first second and is flagged by that; x and y by their next.
        assertThat(hydra.exposure().value()).isCloseTo((1 + 2 + 2 + 1) / 12.0, within(1e-12));
        assertThat(hydra.firstAction()).hasValue(Duration.ofSeconds(1));
        assertThat(flagged(hydra).value()).isZero();
        assertThat(flagged(hydra).count()).isEqualTo(1);
        Scoreboard ours = board(boards, "Stillwatch");
        assertThat(ours.recall().value()).isZero();
        assertThat(flagged(ours).value())
                .as("one customer of one, whatever its days")
                .isEqualTo(1_000);
    }

    @Test
    void whereStillwatchActedOnCustomersARivalMayToo() throws IOException {
        List<Traffic.Account> customers = List.of(
                account("a", "", "p", 2), account("b", "", "p", 2), account("c", "", "p", 2), account("d", "", "q", 2));
        // Three stand at 0.208 and one at 0: with three of four to be flagged the threshold is 0.
        Played alone = played("alone", customers, Set.of("a", "b", "d"));
        Played campaign = played("campaign", customers, Set.of());

        Map<String, Scoreboard> boards = SideBySide.calibrated(unused -> List.of(new HydraRule()), List.of(alone))
                .of(List.of(campaign));

        assertThat(flagged(board(boards, "hydra")).value()).isEqualTo(750);
    }

    @Test
    void aSampleIsSpreadOverAll() {
        List<Integer> ten = IntStream.range(0, 10).boxed().toList();

        assertThat(SideBySide.spread(ten, 5)).containsExactly(0, 2, 4, 6, 8);
        assertThat(SideBySide.spread(ten, 3)).containsExactly(0, 3, 6);
        assertThat(SideBySide.spread(ten, 20)).isEqualTo(ten);
    }
}
