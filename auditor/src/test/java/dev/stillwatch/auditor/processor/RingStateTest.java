// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.policies.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the task that forms rings keeps, over the whole topology. */
class RingStateTest {
    @TempDir
    private Path state;

    private RingDriver driver;

    @BeforeEach
    void open() {
        Policy.Owner owner = new Policy.Owner(
                "reseller",
                Policy.Owner.Kind.RESELLER,
                List.of("evil-*"),
                RingDriver.CAMPAIGN * NamedJudge.DAY_EXCHANGES / 4);
        driver = new RingDriver(state, Policies.with(Map.of(), List.of(owner), List.of()));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aWeekAfterTheirLastUseNothingIsKeptOfAccounts() {
        driver.campaign(0, "");
        driver.crowd(0);
        driver.say(Duration.ofDays(2).toMillis(), "crowd-0", "");
        driver.tick();
        assertThat(driver.keys(StoreName.RING_MEMBERS)).hasSize(RingDriver.CAMPAIGN);
        assertThat(driver.keys(StoreName.RING_CONTRIBUTIONS)).hasSize(RingDriver.CAMPAIGN + RingDriver.CROWD);

        driver.say(Duration.ofDays(8).toMillis(), "crowd-1", "");
        driver.tick();
        assertThat(driver.keys(StoreName.RING_CONTRIBUTIONS)).containsExactly("crowd-0");

        driver.say(Duration.ofDays(20).toMillis(), "crowd-2", "");
        driver.tick();
        assertThat(List.of(
                        StoreName.RING_LINKS,
                        StoreName.RING_CONTRIBUTIONS,
                        StoreName.RING_OWNERS,
                        StoreName.RINGS,
                        StoreName.RING_MEMBERS,
                        StoreName.RING_PENDING_EDGES,
                        StoreName.RING_PENDING_CONTRIBUTIONS))
                .allSatisfy(store -> assertThat(driver.keys(store)).isEmpty());
    }

    @Test
    void anOwnerThatWasOverItsVolumeIsKeptForThatDayAndTheNext() {
        driver.campaign(0, "");
        driver.say(Duration.ofHours(4).toMillis(), "crowd-0", "");
        driver.tick();
        assertThat(driver.keys(StoreName.RING_OWNERS)).hasSize(1);

        driver.say(Duration.ofDays(1).toMillis(), "crowd-0", "");
        driver.say(Duration.ofHours(28).toMillis(), "crowd-1", "");
        driver.tick();
        assertThat(driver.keys(StoreName.RING_OWNERS)).as("the next day").hasSize(1);

        driver.say(Duration.ofDays(3).toMillis(), "crowd-0", "");
        driver.tick();
        assertThat(driver.keys(StoreName.RING_OWNERS)).isEmpty();
    }
}
