// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The declared volume of an owner is the bound of all its accounts together: a reseller's {@link RingDriver#CAMPAIGN}
 * accounts, each of them far within it, over the whole topology.
 */
class OwnerVolumeTest {
    private static final long MADE = RingDriver.CAMPAIGN * NamedJudge.DAY_EXCHANGES;

    @TempDir
    private Path state;

    @SuppressWarnings("NullAway.Init") // every test plays first
    private RingDriver driver;

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void accountsThatTogetherMakeManyTimesWhatTheirOwnerDeclaredAreARing() {
        play(MADE / 4);

        Map<String, Standing> standings = driver.standings();
        Standing ring = ring(standings);
        assertThat(ring.tier()).isEqualTo(Tier.RESTRICT);
        assertThat(ring.reasons())
                .asString()
                .contains("reseller made " + MADE + " exchanges in a day and declared " + MADE / 4);
        assertThat(standings).containsKeys("evil-0", "evil-39").doesNotContainKey("crowd-0");
    }

    @Test
    void aBusyDayWithinTheAllowanceIsNobodysBusiness() {
        play(MADE);

        assertThat(driver.standings()).isEmpty();
    }

    @Test
    void aDayJustOverTheAllowanceLimitsNobody() {
        play(MADE - 20);

        assertThat(driver.standings().values())
                .allSatisfy(one -> assertThat(one.tier()).isEqualTo(Tier.CLEAR));
    }

    @Test
    void afterADayWithinItAgainTheAccountsAreFree() {
        play(MADE / 4);
        assertThat(ring(driver.standings()).tier()).isEqualTo(Tier.RESTRICT);

        driver.say(Duration.ofDays(1).toMillis(), "evil-0", "");
        driver.say(Duration.ofHours(28).toMillis(), "crowd-0", "");
        driver.tick();
        assertThat(driver.keys(StoreName.RINGS)).as("the day after").hasSize(1);

        driver.say(Duration.ofDays(2).toMillis(), "evil-0", "");
        driver.end();
        assertThat(driver.standings().values())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.tier()).isEqualTo(Tier.CLEAR));
        assertThat(driver.keys(StoreName.RINGS)).isEmpty();
    }

    // Blind: what an owner's accounts do within the declared volume, or under an owner that declares none.
    @Test
    void anOwnerThatDeclaresNoVolumeHasNoBound() {
        play(0);

        assertThat(driver.standings()).isEmpty();
    }

    private void play(long declared) {
        Policy.Owner owner = new Policy.Owner("reseller", Policy.Owner.Kind.RESELLER, List.of("evil-*"), declared);
        driver = new RingDriver(state, Policies.with(Map.of(), List.of(owner), List.of()));
        driver.campaign(0, "");
        driver.crowd(0);
        driver.say(Duration.ofHours(4).toMillis(), "crowd-0", "");
        driver.tick();
    }

    private static Standing ring(Map<String, Standing> standings) {
        return standings.values().stream()
                .filter(one -> one.subject().startsWith("ring-"))
                .findFirst()
                .orElseThrow();
    }
}
