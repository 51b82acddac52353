// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OutputHistogramTest {
    private final OutputHistogram lengths = new OutputHistogram();

    @Test
    void everyLengthLiesInABucketThatEndsAtMostAQuarterAboveIt() {
        for (long tokens = 0; tokens <= Usage.MOST; tokens = tokens < 5_000 ? tokens + 1 : tokens * 3 / 2) {
            int bucket = OutputHistogram.bucket(tokens);
            assertThat(OutputHistogram.longest(bucket)).isBetween(tokens, tokens + tokens / 4);
            assertThat(bucket == 0 ? -1 : OutputHistogram.longest(bucket - 1)).isLessThan(tokens);
        }
        assertThat(OutputHistogram.bucket(-1)).isZero();
        assertThat(OutputHistogram.bucket(Long.MAX_VALUE)).isEqualTo(119);
    }

    @Test
    void tooFewAnswersSayNothing() {
        assertThat(lengths.p95(0)).isEmpty();
        for (int i = 1; i < OutputHistogram.ENOUGH; i++) {
            lengths.observe(10, 3);
        }
        assertThat(lengths.p95(3)).isEmpty();
        lengths.observe(10, 3);
        assertThat(lengths.p95(3)).hasValue(11);
    }

    @Test
    void nineteenInTwentyDoNotPassIt() {
        for (int i = 0; i < 95; i++) {
            lengths.observe(100, 0);
        }
        for (int i = 0; i < 5; i++) {
            lengths.observe(100_000, 0);
        }
        assertThat(lengths.p95(0)).hasValue(111);
        lengths.observe(100_000, 0);
        assertThat(lengths.p95(0)).hasValue(114_687);
    }

    @Test
    void theDayBeforeCountsAndOlderOnesFade() {
        for (int i = 0; i < 30; i++) {
            lengths.observe(100, 7);
        }
        assertThat(lengths.p95(8)).hasValue(111);
        assertThat(lengths.p95(9)).isEmpty();
        for (int i = 0; i < 30; i++) {
            lengths.observe(5, 8);
        }
        assertThat(lengths.p95(8)).hasValue(111);
        assertThat(lengths.p95(9)).hasValue(5);
        lengths.observe(5, 10);
        assertThat(lengths.p95(10)).isEmpty();
    }

    @Test
    void theOrderOfAnswersChangesNothing() {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            List<long[]> answers = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                answers.add(new long[] {random.nextInt(5_000), 20 + random.nextInt(3)});
            }
            OutputHistogram one = new OutputHistogram();
            answers.forEach(answer -> one.observe(answer[0], answer[1]));
            Collections.shuffle(answers, random);
            OutputHistogram other = new OutputHistogram();
            answers.forEach(answer -> other.observe(answer[0], answer[1]));
            for (long day = 20; day < 25; day++) {
                assertThat(other.p95(day)).isEqualTo(one.p95(day));
            }
        }
    }

    @Test
    void thePairThatWasLongestUnusedIsForgotten() {
        LearnedOutputs learned = new LearnedOutputs(2);
        for (int i = 0; i < OutputHistogram.ENOUGH; i++) {
            learned.observe("a", "m", 10, 0);
            learned.observe("b", "m", 10, 0);
        }
        assertThat(learned.p95("a", "m", 0)).isPresent();
        learned.observe("c", "m", 10, 0);
        assertThat(learned.p95("a", "m", 0)).isPresent();
        assertThat(learned.p95("b", "m", 0)).isEmpty();
        assertThat(learned.p95("a", "other", 0)).isEmpty();
    }
}
