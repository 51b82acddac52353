// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.Tally;
import dev.stillwatch.auditor.runtime.Policies;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ActCodec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts that fell silent leave the stores and the compacted topics, over the whole topology. */
class ForgottenAccountsTest {
    @TempDir
    private Path state;

    private Optional<AuditorDriver> opened = Optional.empty();

    @AfterEach
    void close() {
        opened.ifPresent(AuditorDriver::close);
    }

    @Test
    void shouldLetGoOfWhoWasSilentForTenHalfLives() {
        AuditorDriver driver = open(false);
        driver.exchange("03-01T10:00:00", "gone", "1");
        driver.exchange("06-01T10:00:00", "kept", "2");
        driver.exchange("08-01T10:00:00", "busy", "3");
        driver.exchange("08-01T11:00:00", "busy", "4");
        driver.tick();

        assertThat(driver.accounts(StoreName.PROFILES)).containsExactlyInAnyOrder("kept", "busy");
        assertThat(driver.accounts(StoreName.HISTORIES)).doesNotContain("gone");
        assertThat(driver.accounts(StoreName.COMPOSED)).containsExactlyInAnyOrder("kept", "busy");
        assertThat(driver.keys(Topic.STANDINGS)).contains("gone", "-gone").doesNotContain("-kept", "-busy");
        assertThat(driver.keys(Topic.CONTRIBUTIONS)).contains("-gone").doesNotContain("-kept", "-busy");
        assertThat(driver.passed()).isEmpty();
    }

    @Test
    void shouldBeginAnewWithWhoComesBackWhetherOrNotItWasLetGoBefore() {
        AuditorDriver replay = open(true);
        replay.exchange("03-01T10:00:00", "back", "1");
        replay.exchange("08-01T10:00:00", "back", "2");
        replay.end();
        replay.tick();
        assertThat(replay.keys(Topic.STANDINGS)).containsExactly("back", "-back", "back");
    }

    @Test
    void shouldKeepWhomPeopleDecidedAbout() {
        AuditorDriver driver = open(false);
        driver.exchange("03-01T10:00:00", "known", "1");
        long time = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();
        Act act =
                new Act("a1", "known", Act.Kind.SUPPRESS, Tier.CLEAR, 0, Act.Verdict.NONE, "ann", "a partner", time, 0);
        driver.write(Topic.ACTS, Wire.key("known"), new ActCodec(AuditorDriver.KEY).encode(act));
        driver.exchange("08-01T10:00:00", "busy", "2");
        driver.exchange("08-01T11:00:00", "busy", "3");
        driver.tick();
        assertThat(driver.accounts(StoreName.PROFILES)).containsExactlyInAnyOrder("known", "busy");
    }

    private AuditorDriver open(boolean replay) {
        AuditorDriver driver = new AuditorDriver(state, replay, ForgottenAccountsTest::telling);
        opened = Optional.of(driver);
        return driver;
    }

    // Tells a clear standing and a contribution of everybody.
    private static AccountJudge telling(AccountJudge counting) {
        return question -> {
            AccountJudge.Judged judged = counting.judge(question);
            Standing standing = new Standing(
                    question.account(),
                    Tier.CLEAR,
                    Set.of(),
                    0,
                    LimitPlan.NONE,
                    "",
                    "",
                    Standing.Mode.SHADOW,
                    List.of(),
                    Policies.TEST.id(),
                    1,
                    question.asOf(),
                    question.asOf(),
                    DayCell.MILLIS,
                    DayCell.MILLIS);
            return new AccountJudge.Judged(
                    judged.profile(),
                    judged.history(),
                    0,
                    Optional.of(standing),
                    List.of(),
                    Optional.of(new Contribution(
                            question.account(),
                            "",
                            question.asOf(),
                            Tally.EMPTY.encode(),
                            new byte[0],
                            new byte[0],
                            0,
                            1)),
                    List.of(),
                    false);
        };
    }
}
