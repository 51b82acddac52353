// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import static dev.stillwatch.auditor.signal.Weighed.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.Mark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractionProbingTest {
    private static final int THROTTLE = 3000;

    /** 12,000 requests in one day; 5 % of them are 600. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void shouldFindExtractionProbingWithinFivePercent(int every) {
        Evidence found = evidence(SignalId.D14, 600 * every, i -> {
            ExchangeMaker maker = new ExchangeMaker(i);
            return i % every != 0
                    ? maker
                    : i % 10 < 8 ? maker.marks(Mark.OVERRIDE).refused() : maker;
        });

        assertThat(found.weightMilli()).isGreaterThan(THROTTLE);
        assertThat(found.sentence()).contains("requests were refused, over about");
    }

    @Test
    void shouldWatchButNotLimitUnmarkedProbing() {
        assertThat(evidence(SignalId.D14, 600, i -> i % 10 < 8 ? new ExchangeMaker(i).refused() : new ExchangeMaker(i))
                        .weightMilli())
                .isBetween(2_000, THROTTLE - 1);
    }

    @Test
    void shouldFindProbingByLikenessToElicitation() {
        assertThat(evidence(
                                SignalId.D14,
                                200,
                                i -> new ExchangeMaker(i).elicitation(250).refused())
                        .weightMilli())
                .isGreaterThan(THROTTLE);
    }

    @Test
    void shouldNotMistakeBusyOrBrokenApplicationsForProbing() {
        assertThat(evidence(
                                SignalId.D14,
                                10_000,
                                i -> i % 40 == 0 ? new ExchangeMaker(i).refused() : new ExchangeMaker(i))
                        .weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D14, 2_000, i -> new ExchangeMaker(i).refused())
                        .weightMilli())
                .isZero();
        assertThat(evidence(
                                SignalId.D14,
                                2_000,
                                i -> i % 2 == 0
                                        ? new ExchangeMaker(i).skeleton(5).refused()
                                        : new ExchangeMaker(i))
                        .weightMilli())
                .isZero();
    }

    @Test
    void shouldBeBlindWithoutItsFields() {
        assertThat(evidence(SignalId.D14, 9, i -> new ExchangeMaker(i).lacks(Field.REFUSED))
                        .isBlind())
                .isTrue();
    }
}
