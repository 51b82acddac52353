// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.auditor.profile.KeptProfile;
import dev.stillwatch.auditor.profile.Policies;
import dev.stillwatch.auditor.profile.ProfileState;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForgettingTest {
    private static final long DAY = DayCell.MILLIS;
    /** End of the first day of silence of an account that was seen on the day of {@link JudgedAccount#START}. */
    private static final long SILENT_FROM = (DayCell.dayOf(JudgedAccount.START) + 1L) * DAY;

    private final JudgedAccount account = new JudgedAccount(Policies.bare());

    @Test
    void shouldBeDueAfterTenHalfLivesOfSilence() {
        account.judge(JudgedAccount.START + JudgedAccount.MINUTE, List.of(new ExchangeMaker(1).make()));
        assertThat(Forgetting.SILENT_DAYS).isEqualTo(140);
        assertThat(due(SILENT_FROM + 140 * DAY)).isFalse();
        assertThat(due(SILENT_FROM + 140 * DAY + 1)).isTrue();
    }

    @Test
    void shouldNotBeDueWhileAnythingIsHeldAgainstIt() {
        account.judge(JudgedAccount.START + JudgedAccount.MINUTE, JudgedAccount.probes(0, 3_000, JudgedAccount.START));
        assertThat(account.standings).last().extracting("tier").isNotEqualTo(Tier.CLEAR);
        assertThat(due(SILENT_FROM + 1_000 * DAY)).isFalse();
    }

    @Test
    void shouldBeDueOnceItsTierHasComeDown() {
        account.judge(JudgedAccount.START + JudgedAccount.MINUTE, JudgedAccount.probes(0, 3_000, JudgedAccount.START));
        long asOf = SILENT_FROM + JudgedAccount.MINUTE;
        while (account.quiet(asOf).wake()) {
            asOf += DAY;
        }
        assertThat(account.standings).last().extracting("tier").isEqualTo(Tier.CLEAR);
        assertThat(due(asOf)).isFalse();
        assertThat(due(asOf + 141 * DAY)).isTrue();
    }

    @Test
    void shouldNotBeDueBeforeAnythingWasSeenOfIt() {
        assertThat(Forgetting.isDue(ProfileState.start("acct-1").encode(), SILENT_FROM))
                .isFalse();
    }

    private boolean due(long asOf) {
        KeptProfile kept = account.kept();
        return Forgetting.isDue(kept, asOf);
    }
}
