// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay.score;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A ratio with its 95 % interval.
 *
 * @param value the ratio; 0 when nothing was observed
 * @param interval see {@link #share} and {@link #ratio}
 * @param count what the denominator adds up to
 */
public record Estimate(double value, Interval interval, long count) {
    private static final int REPLICATES = 1_000;
    private static final long SEED = 20_260_105;

    /**
     * What one account, or one of its days, adds.
     *
     * @param source its text source
     * @param seed the run it was seen in
     * @param numerator added above
     * @param denominator added below
     */
    public record Observation(String source, long seed, double numerator, double denominator) {}

    /** A share of yes-or-no observations: at least the exact binomial interval, wider when sources or seeds differ. */
    public static Estimate share(List<Observation> observations) {
        Estimate resampled = ratio(observations);
        long yes = Math.round(
                observations.stream().mapToDouble(Observation::numerator).sum());
        return new Estimate(
                resampled.value(),
                resampled.interval().around(BinomialBounds.of(yes, resampled.count())),
                resampled.count());
    }

    /** A ratio of sums, resampled by text source and by seed at once (pigeonhole bootstrap, Owen 2007). */
    static Estimate ratio(List<Observation> observations) {
        double above = 0;
        double below = 0;
        Map<String, Integer> sources = new TreeMap<>();
        Map<Long, Integer> seeds = new TreeMap<>();
        for (Observation one : observations) {
            above += one.numerator();
            below += one.denominator();
            sources.putIfAbsent(one.source(), sources.size());
            seeds.putIfAbsent(one.seed(), seeds.size());
        }
        double value = below == 0 ? 0 : above / below;
        double[][][] cells = new double[sources.size()][seeds.size()][2];
        for (Observation one : observations) {
            double[] cell = cells[sources.getOrDefault(one.source(), 0)][seeds.getOrDefault(one.seed(), 0)];
            cell[0] += one.numerator();
            cell[1] += one.denominator();
        }
        return new Estimate(value, resample(cells, sources.size(), seeds.size(), value), Math.round(below));
    }

    private static Interval resample(double[][][] cells, int sources, int seeds, double value) {
        if (sources == 0) {
            return new Interval(0, 1);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        double[] values = new double[REPLICATES];
        for (int replicate = 0; replicate < REPLICATES; replicate++) {
            int[] bySource = draw(sources, random);
            int[] bySeed = draw(seeds, random);
            double above = 0;
            double below = 0;
            for (int source = 0; source < sources; source++) {
                for (int seed = 0; seed < seeds; seed++) {
                    double weight = (double) bySource[source] * bySeed[seed];
                    above += weight * cells[source][seed][0];
                    below += weight * cells[source][seed][1];
                }
            }
            values[replicate] = below == 0 ? value : above / below;
        }
        Arrays.sort(values);
        return new Interval(values[REPLICATES / 40], values[REPLICATES - 1 - REPLICATES / 40]);
    }

    private static int[] draw(int of, SplittableRandom random) {
        int[] times = new int[of];
        for (int i = 0; i < of; i++) {
            times[random.nextInt(of)]++;
        }
        return times;
    }

    /** The same in another unit. */
    public Estimate times(double factor) {
        return new Estimate(value * factor, interval.times(factor), count);
    }
}
