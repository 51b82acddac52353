// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.baseline.MmdTest;
import dev.stillwatch.deploy.bench.baseline.Traffic;
import dev.stillwatch.policies.standing.Tier;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RivalTest {
    /** Two texts that are far apart, whatever the median distance of a pool of equal texts. */
    private static float[] embed(String text) {
        return text.equals("a") ? new float[] {1, 0} : new float[] {0, 1};
    }

    private static final MmdTest TEST = MmdTest.against(List.of("a", "a"), RivalTest::embed, 4, 3, 1);

    private static Traffic.Query query(long time, String prompt, String address) {
        return new Traffic.Query(time, prompt, address, "", false);
    }

    private static Traffic.Account account(String id, String payment, Traffic.Query... queries) {
        return new Traffic.Account(id, "c", "s", payment, "", queries.length, List.of(queries), List.of());
    }

    private static Scene scene(Traffic.Account... accounts) {
        return new Scene(new Traffic(Arrays.asList(accounts)), List.of());
    }

    private static Scene ringed(Scene scene, Optional<Instant> formed, String... core) {
        return new Scene(
                scene.traffic(), List.of(new ScoredRun.Ring("r", Set.of(core), Set.of("weak"), Tier.WATCH, formed)));
    }

    private static Suspicion of(Map<String, Suspicion> suspicions, String account) {
        return Objects.requireNonNull(suspicions.get(account), account);
    }

    @Test
    void aSuspicionSpeaksWhenItFirstRisesAboveTheThreshold() {
        Suspicion suspicion = new Suspicion();
        suspicion.rise(10, 0.2);
        suspicion.rise(20, 0.1);
        suspicion.rise(30, 0.5);

        assertThat(suspicion.greatest()).isEqualTo(0.5);
        assertThat(suspicion.above(0.1)).hasValue(10);
        assertThat(suspicion.above(0.2)).hasValue(30);
        assertThat(suspicion.above(0.5)).isEmpty();
    }

    @Test
    void anAccountIsTestedOnItsFirstWindowAndSpeaksAtItsEnd() {
        // All b: within 1, references within 1, between 0. Half a, half b: 1/3 within (2 of 6 pairs), between 1/2.
        Scene scene = scene(
                account(
                        "all",
                        "",
                        query(1, "b", ""),
                        query(2, "b", ""),
                        query(3, "b", ""),
                        query(4, "b", ""),
                        query(5, "a", "")),
                account("half", "", query(1, "a", ""), query(2, "b", ""), query(3, "a", ""), query(4, "b", "")),
                account("one", "", query(1, "b", "")));

        Map<String, Suspicion> found = MmdRival.ofAccounts(TEST).suspicions(scene, account -> true);

        assertThat(found).containsOnlyKeys("all", "half", "one");
        assertThat(of(found, "all").greatest()).isCloseTo(2, within(1e-9));
        assertThat(of(found, "all").above(1.9)).hasValue(4);
        assertThat(of(found, "half").greatest()).isCloseTo(1.0 / 3, within(1e-9));
        assertThat(of(found, "one").greatest()).as("one prompt is no window").isZero();
    }

    @Test
    void aRingIsOneWindowInTheOrderOfTimeAndSpeaksOnceItStands() {
        // In order: b b a b, so 3 of 6 pairs are equal within, and 1 of 4 equals the references.
        Scene scene = scene(
                account("x", "", query(10, "b", ""), query(40, "b", ""), query(50, "b", "")),
                account("y", "", query(20, "b", ""), query(30, "a", ""), query(60, "b", "")),
                account("weak", "", query(15, "a", "")));
        double expected = 3.0 / 6 + 1 - 2 * 0.25;

        Map<String, Suspicion> early = MmdRival.ofRings(TEST)
                .suspicions(ringed(scene, Optional.of(Instant.ofEpochMilli(5)), "x", "y"), account -> true);
        Map<String, Suspicion> late = MmdRival.ofRings(TEST)
                .suspicions(
                        ringed(scene, Optional.of(Instant.ofEpochMilli(45)), "x", "y"),
                        account -> account.id().equals("x"));
        Map<String, Suspicion> never =
                MmdRival.ofRings(TEST).suspicions(ringed(scene, Optional.empty(), "x", "y"), account -> true);

        assertThat(of(early, "x").greatest()).isCloseTo(expected, within(1e-9));
        assertThat(of(early, "y").above(0.9)).hasValue(40);
        assertThat(of(early, "weak").greatest()).isZero();
        assertThat(late).containsOnlyKeys("x");
        assertThat(of(late, "x").above(0.9)).hasValue(45);
        assertThat(of(never, "x").greatest()).as("x alone: all b").isCloseTo(2, within(1e-9));
    }

    @Test
    void aSecondScoresByItsAccountsByEarlierOnesAndByTheirBeat() {
        assertThat(TimingRule.score(4, List.of(0L, 10L, 20L))).isZero();
        assertThat(TimingRule.score(5, List.of())).isZero();
        assertThat(TimingRule.score(12, List.of(0L, 10L))).isCloseTo(0.5, within(1e-12));
        assertThat(TimingRule.score(40, List.of(0L, 10L, 20L))).isCloseTo(1.0, within(1e-12));
        // Gaps of 10 and 20: deviation 5, mean 15, a third.
        assertThat(TimingRule.score(7, List.of(0L, 10L, 30L))).isCloseTo(2.0 / 7 * 0.5 + 0.4, within(1e-12));
        assertThat(TimingRule.score(5, List.of(0L, 1L, 2L))).as("a busy log").isCloseTo(0.3, within(1e-12));
    }

    @Test
    void accountsOfOneSecondAreCountedAsTheyComeAndForgottenAfterFiveMinutes() {
        Traffic.Account[] accounts = new Traffic.Account[7];
        for (int i = 0; i < accounts.length; i++) {
            accounts[i] = new Traffic.Account(
                    "a" + i,
                    "c",
                    "s",
                    "",
                    "",
                    5,
                    List.of(query(i, "", ""), query(10_000 + i, "", ""), query(20_000 + i, "", "")),
                    List.of(30_000L + i, 400_000L + i));
        }

        Map<String, Suspicion> found = new TimingRule()
                .suspicions(scene(accounts), account -> !account.id().equals("a0"));

        assertThat(found).doesNotContainKey("a0");
        assertThat(of(found, "a3").greatest())
                .as("the fourth of its second, always")
                .isZero();
        // The seventh: 2/7 of a half from the first second on; three earlier ones in an even beat at 30 s.
        assertThat(of(found, "a6").above(0)).hasValue(6);
        assertThat(of(found, "a6").greatest()).isCloseTo(1.0 / 7 + 0.5, within(1e-12));
        assertThat(of(found, "a6").above(0.5)).hasValue(30_006);
        // The fifth scores nothing for its number, and for the beat what the rule says.
        assertThat(of(found, "a4").greatest()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void aSecondThatCameMoreThanFiveMinutesAgoIsNoBeat() {
        Traffic.Account[] accounts = new Traffic.Account[5];
        for (int i = 0; i < accounts.length; i++) {
            accounts[i] = account(
                    "a" + i,
                    "",
                    query(i, "", ""),
                    query(10_000 + i, "", ""),
                    query(20_000 + i, "", ""),
                    query(301_000 + i, "", ""));
        }

        Map<String, Suspicion> found = new TimingRule().suspicions(scene(accounts), account -> true);

        assertThat(of(found, "a4").greatest()).as("of three, one is 301 s old").isZero();
    }

    @Test
    void aClusterScoresBySizePaymentsAndNetworks() {
        assertThat(HydraRule.score(2, 9, 9)).isZero();
        assertThat(HydraRule.score(3, 1, 3)).isCloseTo(0.048 + 0.07 + 0.09, within(1e-12));
        assertThat(HydraRule.score(250, 63, 250)).isCloseTo(0.90, within(1e-12));
    }

    @Test
    void accountsAreTiedOnceTwoOthersShareWithThem() {
        Scene scene = scene(
                account("a", "card", query(1, "", "10.0.1.9"), query(4, "", "10.0.1.9")),
                account("b", "card", query(2, "", "10.0.2.9")),
                account("c", "card", query(3, "", "10.0.3.9")),
                account("d", "other", query(5, "", "10.0.3.7")),
                account("e", "third", query(6, "", "10.9.9.9")));

        Map<String, Suspicion> found = new HydraRule().suspicions(scene, account -> true);

        assertThat(of(found, "a").above(0))
                .as("at its first exchange it was alone")
                .hasValue(4);
        assertThat(of(found, "a").greatest()).isCloseTo(0.208, within(1e-12));
        assertThat(of(found, "b").greatest()).as("of two").isZero();
        assertThat(of(found, "c").above(0)).hasValue(3);
        assertThat(of(found, "d").greatest())
                .as("shares a network with one only")
                .isZero();
        assertThat(of(found, "e").greatest()).isZero();
    }

    @Test
    void clustersGrowTogether() {
        Scene scene = scene(
                account("a", "p", query(1, "", "10.0.1.1")),
                account("b", "p", query(2, "", "10.0.1.2")),
                account("c", "p", query(3, "", "10.0.1.3")),
                account("d", "q", query(4, "", "10.0.1.4")));

        Map<String, Suspicion> found = new HydraRule().suspicions(scene, account -> true);

        // Four accounts, two means of payment, one network.
        assertThat(of(found, "d").greatest()).isCloseTo(4 / 25.0 * 0.4 + 0.14 + 0.03, within(1e-12));
    }
}
