// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BaselineTest {
    private static Traffic.Account account(String id, String campaign, String source, int count, String word) {
        List<Traffic.Query> queries = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(id.hashCode());
        for (int i = 0; i < count; i++) {
            String prompt = word + " " + random.nextInt(50) + " of the " + word + " number " + random.nextInt(9);
            queries.add(new Traffic.Query(i * 1_000L, prompt, "a" + i % 3, "", false));
        }
        return new Traffic.Account(id, campaign, source, "", "", count, queries, List.of());
    }

    @Test
    void wOfThePublishedExampleIsThePublishedOne() {
        // Shapiro and Wilk 1965, weights of eleven men: W = 0.79.
        double[] weights = {148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236};

        assertThat(ShapiroWilk.w(weights)).isCloseTo(0.79, within(0.005));
    }

    @Test
    void wOfANormalSampleIsNearOneAndOfASkewOneIsNot() {
        double[] normal = new double[200];
        double[] skew = new double[200];
        for (int i = 0; i < 200; i++) {
            normal[i] = ShapiroWilk.normalQuantile((i + 0.5) / 200);
            skew[i] = Math.exp(2 * normal[i]);
        }

        assertThat(ShapiroWilk.w(normal)).isGreaterThan(0.995);
        assertThat(ShapiroWilk.w(skew)).isLessThan(0.6);
    }

    @Test
    void theUnbiasedStatisticIsTheHandCountedOne() {
        List<float[]> x = List.of(new float[] {1, 0}, new float[] {0, 1});
        List<float[]> y = List.of(new float[] {1, 0}, new float[] {-1, 0});
        double[] gammas = {0.5};

        // within x: e^-1, within y: e^-2, between: (1 + e^-2 + 2 e^-1) / 4
        double expected = Math.exp(-1) + Math.exp(-2) - 2 * (1 + Math.exp(-2) + 2 * Math.exp(-1)) / 4;
        assertThat(MmdTest.mmd(x, y, gammas)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void aWindowIsTestedAgainstTheMeanOfItsReferences() {
        // Every reference is all a, and kernels of different texts vanish beside a median distance of nothing.
        AtomicInteger read = new AtomicInteger();
        MmdTest test = MmdTest.against(
                List.of("a", "a"),
                text -> {
                    read.incrementAndGet();
                    return text.equals("a") ? new float[] {1, 0} : new float[] {0, 1};
                },
                8,
                2,
                1);
        read.set(0);

        assertThat(test.of(List.of("b", "b")))
                .as("1 within each, nothing between")
                .isCloseTo(2, within(1e-9));
        assertThat(test.of(List.of("a", "b"))).as("0 within, a half between").isCloseTo(0, within(1e-9));
        assertThat(test.of(List.of("b"))).as("less than a quarter of a window").isZero();
        assertThat(test.of(List.of("b", "b"))).isCloseTo(2, within(1e-9));
        assertThat(read).as("a window that was asked about is not read again").hasValue(4);
    }

    @Test
    void aDistanceIsTheSumOfAllSquares() {
        assertThat(HashedText.squaredDistance(new float[] {1, 2, 3, 4, 5, 6, 7}, new float[] {0, 0, 0, 0, 0, 0, 0}))
                .isEqualTo(1 + 4 + 9 + 16 + 25 + 36 + 49);
    }

    @Test
    void aForeignAccountScoresAboveThoseItIsNotOf() {
        List<Traffic.Account> accounts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            accounts.add(account("b" + i, "", "source-" + i, 60, "garden"));
        }
        accounts.add(account("x", "c", "other", 60, "theorem"));
        Traffic traffic = new Traffic(accounts);

        Map<String, Double> scores = new WindowedMmd(HashedText::of, 40, 4, 1).scores(traffic);

        assertThat(scores.get("x")).isGreaterThan(scores.get("b3"));
        assertThat(EqualRate.flagged(scores, traffic, 0)).contains("x");
    }

    @Test
    void aThresholdLetsTheWantedSharePass() {
        double[] scores = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

        assertThat(EqualRate.threshold(scores, 0)).isEqualTo(10);
        assertThat(EqualRate.threshold(scores, 0.2)).isEqualTo(8);
    }

    @Test
    void timesAreThoseOfAllExchangesWhateverIsKeptOfThem() {
        Traffic.Account busy = new Traffic.Account(
                "a", "", "s", "", "", 3, List.of(new Traffic.Query(1, "", "", "", false)), List.of(2L, 5L));

        assertThat(busy.times()).containsExactly(1L, 2L, 5L);
    }

    @Test
    void everyBaselineScoresEveryAccount() {
        Traffic traffic = new Traffic(List.of(
                account("a", "", "s", 80, "garden"),
                account("b", "c", "t", 700, "think step by step about a theorem")));

        for (Baseline baseline : List.of(new Volume(), new Prada(), new OpenRivals())) {
            assertThat(baseline.scores(traffic)).as(baseline.name()).containsOnlyKeys("a", "b");
        }
        assertThat(new OpenRivals().scores(traffic).get("b"))
                .isGreaterThan(new OpenRivals().scores(traffic).get("a"));
    }
}
