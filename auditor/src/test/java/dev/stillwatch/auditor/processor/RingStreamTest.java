// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.policy.Indicator;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From edges to members' standings, over the whole topology; a judge that writes what an account's name says. */
class RingStreamTest {
    private static final Policy POLICY = Policies.bare();
    private static final long EPOCH = POLICY.timing().epoch();

    @TempDir
    private Path state;

    private RingDriver driver;

    @BeforeEach
    void open() {
        open(POLICY);
    }

    private void open(Policy policy) {
        driver = new RingDriver(state, policy);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aCampaignBecomesARingAndItsMembersInherit() {
        driver.campaign(0, "");
        driver.crowd(0);
        driver.end();

        Map<String, Standing> standings = driver.standings();
        Standing ring = standings.values().stream()
                .filter(one -> one.subject().startsWith("ring-"))
                .findFirst()
                .orElseThrow();
        assertThat(ring.tier()).isEqualTo(Tier.RESTRICT);
        assertThat(ring.ring()).isEqualTo(ring.subject());
        for (int i = 0; i < RingDriver.CAMPAIGN; i++) {
            assertThat(standings.get("evil-" + i)).isNotNull().satisfies(one -> {
                assertThat(one.tier()).isEqualTo(Tier.RESTRICT);
                assertThat(one.ring()).isEqualTo(ring.subject());
                assertThat(one.budget()).isEqualTo(ring.subject());
            });
        }
        assertThat(standings).doesNotContainKey("crowd-1");
        assertThat(driver.alerts()).singleElement().asString().contains("ring-harvesting");
        assertThat(driver.hasEnded()).isTrue();
    }

    @Test
    void nothingIsSaidBeforeTheEpochHasEnded() {
        driver.campaign(0, "");
        driver.crowd(0);
        driver.say(EPOCH / 2, "crowd-0", "");
        driver.tick();
        assertThat(driver.standings()).isEmpty();

        driver.say(2 * EPOCH + 5 * POLICY.timing().bucket(), "crowd-0", "");
        driver.tick();
        assertThat(driver.standings()).isNotEmpty();
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < RingDriver.CAMPAIGN; i++) {
            order.add(i);
        }
        order.forEach(i -> driver.say(i, "evil-" + i, ""));
        driver.crowd(0);
        driver.end();
        Map<String, Standing> inOrder = driver.standings();
        close();

        open();
        driver.crowd(0);
        Collections.shuffle(order, new Random(5));
        order.forEach(i -> driver.say(i, "evil-" + i, ""));
        driver.end();

        assertThat(driver.standings()).isEqualTo(inOrder).isNotEmpty();
    }

    @Test
    void accountsOfOneOrganisationAreNoRing() {
        driver.campaign(0, ",\"org\":\"acme\"");
        driver.crowd(0);
        driver.end();

        assertThat(driver.standings()).isEmpty();
        assertThat(driver.alerts()).isEmpty();
    }

    @Test
    void aTemplateThatThePolicyCallsOrdinaryMakesNoRing() {
        close();
        open(calling(new Policy.OrdinaryArtefact(ArtefactKind.SKELETON, 900, "a harness")));
        driver.campaign(0, "");
        driver.crowd(0);
        driver.end();

        assertThat(driver.standings()).isEmpty();
    }

    @Test
    void aTemplateThatAnotherPartyReportedWeighsOnTheRingThatAsksWithItAndOnNobodyElse() {
        driver.campaign(0, "");
        driver.crowd(0);
        driver.end();
        Map<String, Standing> without = driver.standings();
        close();

        open(POLICY.withIndicators(List.of(
                new Indicator(NamedJudge.SHARED, 1500, "lab one", Long.MAX_VALUE),
                new Indicator(900, 2000, "lab two", Long.MAX_VALUE))));
        driver.campaign(0, "");
        driver.crowd(0);
        driver.end();
        Map<String, Standing> with = driver.standings();

        assertThat(with.keySet()).isEqualTo(without.keySet()).isNotEmpty();
        with.forEach((subject, standing) -> {
            assertThat(standing.ring()).isNotEmpty();
            assertThat(standing.scoreMilli())
                    .isEqualTo(Objects.requireNonNull(without.get(subject)).scoreMilli() + 1500);
            assertThat(standing.reasons()).asString().contains("lab one").doesNotContain("lab two");
        });
        assertThat(driver.alerts()).singleElement().asString().contains("\"shared\":\"000000000000004d\"");
    }

    @Test
    void aPersonLiftsARingAndItsMembersWithIt() {
        driver.campaign(0, "");
        driver.crowd(0);
        driver.say(3 * EPOCH, "crowd-0", "");
        driver.tick();
        String ring = driver.standings().keySet().stream()
                .filter(subject -> subject.startsWith("ring-"))
                .findFirst()
                .orElseThrow();
        Act undo = new Act(
                "act-1",
                ring,
                Act.Kind.UNDO,
                Tier.CLEAR,
                0,
                Act.Verdict.NONE,
                "ann",
                "a customer's fleet",
                RingDriver.ARRIVAL.toEpochMilli() + 3 * EPOCH,
                0);
        driver.act(undo);
        driver.say(6 * EPOCH, "crowd-0", "");
        driver.end();

        Map<String, Standing> standings = driver.standings();
        assertThat(standings).containsKey("evil-0");
        assertThat(standings.values()).allSatisfy(one -> assertThat(one.tier()).isEqualTo(Tier.CLEAR));
    }

    @Test
    void whenItsLinksAreNoLongerLiveTheMembersAreFree() {
        driver.campaign(0, "");
        driver.crowd(0);
        driver.say(Duration.ofDays(8).toMillis(), "crowd-0", "");
        driver.say(Duration.ofDays(9).toMillis(), "crowd-0", "");
        driver.end();

        assertThat(driver.standings().values()).isNotEmpty().allSatisfy(one -> {
            assertThat(one.tier()).isEqualTo(Tier.CLEAR);
            assertThat(one.budget()).isEmpty();
        });
    }

    private static Policy calling(Policy.OrdinaryArtefact ordinary) {
        return new Policy(
                POLICY.name(),
                POLICY.version(),
                POLICY.validFrom(),
                POLICY.author(),
                POLICY.timing(),
                POLICY.signals(),
                POLICY.ladder(),
                POLICY.mode(),
                POLICY.owners(),
                POLICY.passports(),
                POLICY.sources(),
                POLICY.plans(),
                POLICY.releases(),
                List.of(ordinary),
                POLICY.indicators());
    }
}
