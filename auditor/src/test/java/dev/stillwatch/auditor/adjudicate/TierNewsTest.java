// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.adjudicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.adjudicate.Finding.Stage;
import dev.stillwatch.auditor.adjudicate.TierNews.Message;
import dev.stillwatch.policies.standing.Tier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of an account's tiers people hear of. */
class TierNewsTest {
    private static final long DAY = 86_400_000;
    private static final long MINUTE = 60_000;

    private final List<Message> messages = new ArrayList<>();
    private List<Told> told = List.of();
    private Tier previous = Tier.CLEAR;

    @Test
    void anAccountThatFallsSilentIsNoNewAlertOnItsWayDown() {
        hear(Tier.SUSPEND, DAY, 7, true);
        hear(Tier.SUSPEND, 2 * DAY + MINUTE, 0, false);
        hear(Tier.RESTRICT, 3 * DAY + MINUTE, 0, false);
        hear(Tier.THROTTLE, 4 * DAY + MINUTE, 0, false);
        hear(Tier.THROTTLE, 4 * DAY + 2 * MINUTE, 0, true);
        assertThat(messages).extracting(Message::stage).containsOnlyOnce(Stage.NEW);

        hear(Tier.THROTTLE, 4 * DAY + 3 * MINUTE, 1, true);
        assertThat(messages.get(messages.size() - 1).stage()).isEqualTo(Stage.NEW);
        assertThat(messages.get(messages.size() - 1).told().first()).isEqualTo(4 * DAY + 3 * MINUTE);
    }

    @Test
    void aMilderTierThatEvidenceSpeaksForIsAnAlert() {
        hear(Tier.RESTRICT, DAY, 3, true);
        hear(Tier.THROTTLE, 2 * DAY, 1, true);
        assertThat(messages).extracting(Message::stage).containsExactly(Stage.NEW, Stage.NEW);
    }

    @Test
    void aRiseIsAnAlertThoughTheEvidenceLiesInAnEarlierDay() {
        hear(Tier.THROTTLE, DAY, 0, true);
        assertThat(messages).extracting(Message::stage).containsExactly(Stage.NEW);
    }

    private void hear(Tier tier, long asOf, long families, boolean active) {
        TierNews.Outcome outcome = new TierNews(tier, asOf, "usual@3", families, families * 1_000)
                .fold(told, previous, false, active, false);
        messages.addAll(outcome.messages());
        told = outcome.told();
        previous = tier;
    }
}
