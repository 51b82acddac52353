// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import static dev.stillwatch.auditor.signal.Weighed.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.exchange.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolSignalsTest {
    private static final int THROTTLE = 3000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void shouldFindLogitProbingWhateverTheCover(int every) {
        Evidence found = evidence(
                SignalId.D12,
                200 * every,
                i -> i % every == 0
                        ? new ExchangeMaker(i).probing(true, 10_000 + i).maxTokens(1)
                        : new ExchangeMaker(i));

        assertThat(found.weightMilli()).isBetween(THROTTLE, 6000);
        assertThat(found.sentence()).startsWith("200 calls asked for log-probabilities of biased tokens out of about");
    }

    @Test
    void shouldNotMistakeAConstrainedClassifierForLogitProbing() {
        assertThat(evidence(
                                SignalId.D12,
                                5_000,
                                i -> new ExchangeMaker(i)
                                        .probing(true, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
                                        .maxTokens(1))
                        .weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D12, 5_000, i -> new ExchangeMaker(i).probing(true))
                        .weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D12, 5_000, i -> new ExchangeMaker(i).probing(false, 1 + i))
                        .weightMilli())
                .isZero();
        assertThat(evidence(SignalId.D12, 15, i -> new ExchangeMaker(i).probing(true, 1 + i))
                        .weightMilli())
                .isZero();
    }

    /** Two tokens a call out of 64 labels, the widest classifier simulated: repeats show from the first calls. */
    @Test
    void shouldNotMistakeAWideClassifierForLogitProbingAtAnyMoment() {
        for (int seed = 0; seed < 40; seed++) {
            Random labels = new Random(seed);
            List<long[]> calls = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                calls.add(new long[] {1 + labels.nextInt(64), 1 + labels.nextInt(64)});
            }
            for (int count : new int[] {16, 20, 25, 32, 40, 64, 300}) {
                assertThat(evidence(
                                        SignalId.D12,
                                        count,
                                        i -> new ExchangeMaker(i)
                                                .probing(true, calls.get(i))
                                                .maxTokens(1))
                                .weightMilli())
                        .as("seed %d, %d calls", seed, count)
                        .isLessThan(THROTTLE);
            }
        }
    }

    @Test
    void shouldFindAWalkThroughTheVocabularyWithinThirtyCalls() {
        assertThat(evidence(
                                SignalId.D12,
                                300,
                                i -> i % 10 == 0
                                        ? new ExchangeMaker(i)
                                                .probing(true, 10_000 + i)
                                                .maxTokens(1)
                                        : new ExchangeMaker(i))
                        .weightMilli())
                .isGreaterThan(THROTTLE);
    }

    @Test
    void shouldWeighLongProbesLess() {
        int single = evidence(
                        SignalId.D12,
                        24,
                        i -> new ExchangeMaker(i).probing(true, 1 + i).maxTokens(1))
                .weightMilli();
        int longer = evidence(
                        SignalId.D12,
                        24,
                        i -> new ExchangeMaker(i).probing(true, 1 + i).maxTokens(9))
                .weightMilli();

        assertThat(longer).isBetween(single * 6 / 10, single * 8 / 10);
    }

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
        assertThat(evidence(SignalId.D12, 9, i -> new ExchangeMaker(i).lacks(Field.LOGIT_BIAS))
                        .isBlind())
                .isTrue();
        assertThat(evidence(SignalId.D13, 9, i -> new ExchangeMaker(i).lacks(Field.SESSION))
                        .isBlind())
                .isTrue();
        assertThat(evidence(SignalId.D14, 9, i -> new ExchangeMaker(i).lacks(Field.REFUSED))
                        .isBlind())
                .isTrue();
    }
}
