// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.signal;

import static dev.stillwatch.auditor.signal.Weighed.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.auditor.profile.ExchangeMaker;
import dev.stillwatch.policies.exchange.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogitProbingTest {
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
    void shouldBeBlindWithoutItsFields() {
        assertThat(evidence(SignalId.D12, 9, i -> new ExchangeMaker(i).lacks(Field.LOGIT_BIAS))
                        .isBlind())
                .isTrue();
    }
}
