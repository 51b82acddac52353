// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import static dev.stillwatch.auditor.signal.Weighed.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.policies.exchange.Field;
import org.junit.jupiter.api.Test;

class TraceReplayTest {
    private static final int THROTTLE = 3000;

    @Test
    void shouldFindTracesReplayedElsewhereOnceEach() {
        Evidence found = evidence(
                SignalId.D13,
                40,
                i -> new ExchangeMaker(i).trace(1 + i % 20, i >= 20).session(1 + i));

        assertThat(found.weightMilli()).isEqualTo(6000);
        assertThat(found.sentence()).startsWith("20 of 20 sampled reasoning signatures were replayed");
    }

    /** Every answer's trace goes into the next conversation once: each exchange replays one and issues another. */
    @Test
    void shouldFindAChainInWhichEveryTraceIsReplayedOnce() {
        Evidence found = evidence(
                SignalId.D13,
                30,
                i -> new ExchangeMaker(i).traces(1_000 + i, 1_001 + i).session(1 + i));

        assertThat(found.weightMilli()).isEqualTo(6000);
    }

    @Test
    void shouldFindOneTraceReplayedInManyConversationsUnderCover() {
        Evidence found = evidence(
                SignalId.D13,
                2_000,
                i -> i % 4 == 0
                        ? new ExchangeMaker(i).trace(77, true).session(5_000 + i)
                        : new ExchangeMaker(i).trace(1_000 + i, false).session(1 + i));

        assertThat(found.weightMilli()).isGreaterThan(THROTTLE);
    }

    /** Traces captured from other accounts: this account never saw them issued. */
    @Test
    void shouldFindThreeForeignTracesThatOpenConversationsUnderCover() {
        Evidence found = evidence(
                SignalId.D13,
                30,
                i -> i % 10 == 0
                        ? new ExchangeMaker(i).traces(700 + i, 1_000 + i).session(1 + i)
                        : new ExchangeMaker(i).trace(1_000 + i, false).session(1 + i));

        assertThat(found.weightMilli()).isGreaterThan(THROTTLE);
    }

    @Test
    void shouldNotMistakeSignedConversationsForReplay() {
        assertThat(evidence(
                                SignalId.D13,
                                200,
                                i -> i % 10 == 0
                                        ? new ExchangeMaker(i)
                                                .trace(1_001 + i, false)
                                                .session(1 + i / 10)
                                        : new ExchangeMaker(i)
                                                .traces(1_000 + i, 1_001 + i)
                                                .session(1 + i / 10)
                                                .turns(1 + 2 * (i % 10)))
                        .weightMilli())
                .isZero();
    }

    @Test
    void shouldNotMistakeLongConversationsOrAForkForReplay() {
        assertThat(evidence(
                                SignalId.D13,
                                2_000,
                                i -> new ExchangeMaker(i)
                                        .trace(1 + i / 2, i % 2 == 1)
                                        .session(1 + i / 10))
                        .weightMilli())
                .isZero();
        assertThat(evidence(
                                SignalId.D13,
                                40,
                                i -> new ExchangeMaker(i)
                                        .trace(1 + i / 2, i % 2 == 1)
                                        .session(i == 1 || i == 3 ? 999 : 1 + i / 10))
                        .weightMilli())
                .isZero();
    }

    /**
     * A conversation taken over from a colleague, or opened from a shared link, carries a trace that this account never
     * saw issued; its first request here carries the history too.
     */
    @Test
    void shouldNotMistakeImportedOrSharedConversationsForReplay() {
        assertThat(evidence(
                                SignalId.D13,
                                60,
                                i -> i % 2 == 0
                                        ? new ExchangeMaker(i)
                                                .traces(7_000 + i, 1_000 + i)
                                                .session(1 + i / 2)
                                                .turns(5)
                                        : new ExchangeMaker(i)
                                                .traces(999 + i, 1_000 + i)
                                                .session(1 + i / 2)
                                                .turns(7))
                        .weightMilli())
                .isZero();
    }

    /** A second tab goes on from the same history under a session of its own: one trace in two conversations. */
    @Test
    void shouldNotMistakeTwoTabsForReplay() {
        assertThat(forking(2).weightMilli()).isZero();
    }

    /** The known hazard: a third fork within a day of few signed answers looks like a replayer who hides. */
    @Test
    void shouldTakeAThirdForkOfAQuietDayForReplay() {
        assertThat(forking(3).weightMilli()).isGreaterThan(THROTTLE);
    }

    /** Forty signed turns in ten conversations, of which some were continued in another tab after their first turn. */
    private static Evidence forking(int forks) {
        return evidence(SignalId.D13, 40 + forks, i -> {
            int turn = i % 4;
            return i >= 40
                    ? new ExchangeMaker(i)
                            .trace(1 + 4 * (i - 40), true)
                            .session(100 + i)
                            .turns(3)
                    : turn == 0
                            ? new ExchangeMaker(i).trace(1 + i, false).session(1 + i / 4)
                            : new ExchangeMaker(i)
                                    .traces(i, 1 + i)
                                    .session(1 + i / 4)
                                    .turns(1 + 2 * turn);
        });
    }

    @Test
    void shouldBeBlindWithoutItsFields() {
        assertThat(evidence(SignalId.D13, 9, i -> new ExchangeMaker(i).lacks(Field.SESSION))
                        .isBlind())
                .isTrue();
    }
}
