// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import static dev.stillwatch.ratelimit.record.Rolled.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What there is no room for is counted once and said, also when saying so is lost. */
final class DroppedDecisionsTest {
    private final Rolled rolled = new Rolled();
    private final DecisionLog log = rolled.log;

    @Test
    void moreKindsThanThereIsRoomForAreDroppedAndSaid() {
        DecisionLog small = rolled.log(2, 1_000);
        for (int i = 0; i < 5; i++) {
            small.decided("llm", refused("acct-" + i, "plan"));
            small.decided("llm", refused("acct-0", "plan"));
        }
        small.roll();

        List<LimitDecision> told = small.poll(10);
        assertThat(told).filteredOn(one -> one.outcome() == Outcome.REFUSED).hasSize(2);
        assertThat(told)
                .filteredOn(one -> one.outcome() == Outcome.DROPPED)
                .extracting(LimitDecision::count)
                .containsExactly(3L);
        assertThat(small.dropped()).isEqualTo(3);
    }

    @Test
    void recordsThatNobodyTakesAreDroppedAndSaidWhenThereIsRoomAgain() {
        DecisionLog small = rolled.log(100, 2);
        for (int i = 0; i < 5; i++) {
            small.decided("llm", refused("acct-" + i, "plan"));
        }
        small.roll();
        assertThat(small.dropped()).isEqualTo(3);
        assertThat(small.poll(10)).hasSize(2).noneMatch(one -> one.outcome() == Outcome.DROPPED);

        small.roll();
        assertThat(small.poll(10)).extracting(LimitDecision::count).containsExactly(3L);
        small.roll();
        assertThat(small.poll(10)).isEmpty();
    }

    @Test
    void whatWasLostOnItsWayIsSaidNext() {
        log.decided("llm", refused("acct", "plan"));
        log.decided("llm", refused("acct", "plan"));
        rolled.second().forEach(log::lost);

        assertThat(rolled.second())
                .singleElement()
                .satisfies(one -> assertThat(one.outcome()).isEqualTo(Outcome.DROPPED))
                .satisfies(one -> assertThat(one.count()).isEqualTo(2));
        assertThat(log.dropped()).isEqualTo(2);
        assertThat(rolled.second()).isEmpty();
    }

    @Test
    void aRecordOfDroppedDecisionsThatIsLostItselfIsSaidAgainAndCountsNothingTwice() {
        log.decided("llm", refused("acct", "plan"));
        log.decided("llm", refused("acct", "plan"));
        for (int seconds = 0; seconds < 4; seconds++) {
            rolled.second().forEach(log::lost);
            assertThat(log.dropped()).isEqualTo(2);
        }

        assertThat(rolled.second())
                .singleElement()
                .satisfies(one -> assertThat(one.outcome()).isEqualTo(Outcome.DROPPED))
                .satisfies(one -> assertThat(one.count()).isEqualTo(2));
        assertThat(rolled.second()).isEmpty();
    }
}
