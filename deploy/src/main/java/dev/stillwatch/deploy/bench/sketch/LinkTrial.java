// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.sketch;

import dev.stillwatch.deploy.bench.table.NearestRank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Whether two accounts that draw on one source can be told from two that draw on different kinds of source: the cosine
 * of the means of their prompts' vectors, less the mean over all sources.
 */
final class LinkTrial {
    private static final int LINKED_PAIRS = 200;
    private static final int UNLINKED_PAIRS = 20;
    private static final double FALSE_LINKS = 0.01;

    private final List<TextSource> sources;
    private final List<float[][]> vectors = new ArrayList<>();
    private final float[] centre;

    /** The trial's outcome: AUC, and the share of linked pairs above the cosine that 1 % of the others pass. */
    record Outcome(double auc, double linked, double worst, String worstSource) {}

    LinkTrial(SketchVariant variant, List<TextSource> sources) {
        this.sources = sources;
        for (TextSource source : sources) {
            vectors.add(source.prompts().stream().map(variant::vector).toArray(float[][]::new));
        }
        centre = new float[vectors.get(0)[0].length];
        for (float[][] source : vectors) {
            for (float[] vector : source) {
                for (int k = 0; k < centre.length; k++) {
                    centre[k] += vector[k] / source.length / vectors.size();
                }
            }
        }
    }

    /** Accounts of {@code window} prompts, seeded. */
    Outcome run(int window, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] linked = new double[sources.size()][];
        List<Double> unlinked = new ArrayList<>();
        for (int a = 0; a < linked.length; a++) {
            linked[a] = linked(a, window, random);
            for (int b = 0; b < a; b++) {
                if (!sources.get(a).kin().equals(sources.get(b).kin()) && fits(a, window) && fits(b, window)) {
                    for (int i = 0; i < UNLINKED_PAIRS; i++) {
                        unlinked.add(
                                cosine(mean(a, order(a, random), 0, window), mean(b, order(b, random), 0, window)));
                    }
                }
            }
        }
        return outcome(linked, unlinked.stream().mapToDouble(x -> x).sorted().toArray());
    }

    private double[] linked(int source, int window, SplittableRandom random) {
        if (!fits(source, window)) {
            return new double[0];
        }
        double[] cosines = new double[LINKED_PAIRS];
        for (int i = 0; i < cosines.length; i++) {
            int[] order = order(source, random);
            cosines[i] = cosine(mean(source, order, 0, window), mean(source, order, window, 2 * window));
        }
        return cosines;
    }

    private Outcome outcome(double[][] linked, double[] unlinked) {
        double cut = unlinked[NearestRank.of(unlinked.length, 1 - FALSE_LINKS)];
        double share = 0;
        double auc = 0;
        double worst = 2;
        String worstSource = "";
        int counted = 0;
        for (int a = 0; a < linked.length; a++) {
            if (linked[a].length > 0) {
                double above = Arrays.stream(linked[a]).filter(x -> x > cut).count() / (double) linked[a].length;
                auc += Arrays.stream(linked[a])
                        .map(x -> below(unlinked, x))
                        .average()
                        .orElse(0);
                share += above;
                counted++;
                if (above < worst) {
                    worst = above;
                    worstSource = sources.get(a).name();
                }
            }
        }
        return new Outcome(auc / counted, share / counted, worst, worstSource);
    }

    private static double below(double[] sorted, double x) {
        int at = Arrays.binarySearch(sorted, x);
        return (at < 0 ? -at - 1 : at) / (double) sorted.length;
    }

    private boolean fits(int source, int window) {
        return vectors.get(source).length >= 2 * window;
    }

    private int[] order(int source, SplittableRandom random) {
        int[] order = new int[vectors.get(source).length];
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private float[] mean(int source, int[] order, int from, int to) {
        float[] mean = new float[centre.length];
        for (int i = from; i < to; i++) {
            float[] vector = vectors.get(source)[order[i]];
            for (int k = 0; k < mean.length; k++) {
                mean[k] += (vector[k] - centre[k]) / (to - from);
            }
        }
        return mean;
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double first = 0;
        double second = 0;
        for (int k = 0; k < a.length; k++) {
            dot += (double) a[k] * b[k];
            first += (double) a[k] * a[k];
            second += (double) b[k] * b[k];
        }
        return dot / Math.sqrt(Math.max(first * second, Double.MIN_NORMAL));
    }
}
