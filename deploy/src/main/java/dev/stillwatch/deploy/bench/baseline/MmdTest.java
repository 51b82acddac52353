// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The two-sample test of arXiv 2606.05725: unbiased MMD² of a window of prompts against benign prompts, mean of RBF
 * kernels with sigma = 0.5, 1, 2 and 4 times the median distance, mean over random references that are drawn once.
 * One thread only.
 */
public final class MmdTest {
    private static final double[] FACTORS = {0.5, 1, 2, 4};
    private static final int PAIRS = 2_000;
    /** Windows whose result is kept: two rivals ask about the same accounts of a play one after the other. */
    private static final int KEPT = 512;
    /** Part of a window that is enough to be tested. */
    private static final int PART = 4;

    private final Function<String, float[]> embedder;
    private final int window;
    private final double[] gammas;
    private final List<List<float[]>> references;
    /** Mean over the references of what each is within itself. */
    private final double within;

    private final Map<List<String>, Double> latest = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Double> eldest) {
            return size() > KEPT;
        }
    };

    private MmdTest(Function<String, float[]> embedder, int window, double[] gammas, List<List<float[]>> references) {
        this.embedder = embedder;
        this.window = window;
        this.gammas = gammas;
        this.references = references;
        this.within = references.stream()
                .mapToDouble(reference -> within(reference, gammas))
                .average()
                .orElse(0);
    }

    /**
     * Draws the references and the median distance.
     *
     * @param pool benign prompts, at least one
     * @param embedder text to unit vector
     * @param window prompts of a window
     * @param references random references of the window's size to average over
     */
    public static MmdTest against(
            List<String> pool, Function<String, float[]> embedder, int window, int references, long seed) {
        if (pool.isEmpty()) {
            throw new IllegalArgumentException("a two-sample test needs prompts to compare with");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] gammas = gammas(pool, embedder, random);
        List<List<float[]>> drawn = new ArrayList<>();
        for (int reference = 0; reference < references; reference++) {
            List<float[]> sample = new ArrayList<>();
            for (int i = 0; i < window; i++) {
                sample.add(embedder.apply(pool.get(random.nextInt(pool.size()))));
            }
            drawn.add(sample);
        }
        return new MmdTest(embedder, window, gammas, drawn);
    }

    /** The same, against the windows of a traffic's benign accounts. */
    public static MmdTest against(
            Traffic benign, Function<String, float[]> embedder, int window, int references, long seed) {
        return against(prompts(benign.accounts(), window), embedder, window, references, seed);
    }

    /** The first window of each benign account. */
    static List<String> prompts(List<Traffic.Account> accounts, int window) {
        return accounts.stream()
                .filter(Traffic.Account::benign)
                .flatMap(account -> account.queries().stream().limit(window).map(Traffic.Query::prompt))
                .toList();
    }

    /** Prompts of a window. */
    public int window() {
        return window;
    }

    /** MMD² of the first window of the prompts; 0 when they are less than a quarter of one. */
    public double of(List<String> prompts) {
        if (prompts.size() < Math.max(2, window / PART) || references.isEmpty()) {
            return 0;
        }
        return latest.computeIfAbsent(prompts.stream().limit(window).toList(), this::measure);
    }

    private double measure(List<String> prompts) {
        List<float[]> own = prompts.stream().map(embedder).toList();
        double between = 0;
        for (List<float[]> reference : references) {
            between += between(own, reference, gammas);
        }
        return within(own, gammas) + within - 2 * between / references.size();
    }

    /** 1 / (2 sigma²) of each kernel, from the median distance of random pairs. */
    private static double[] gammas(List<String> pool, Function<String, float[]> embedder, SplittableRandom random) {
        double[] distances = new double[PAIRS];
        for (int pair = 0; pair < distances.length; pair++) {
            distances[pair] = HashedText.squaredDistance(
                    embedder.apply(pool.get(random.nextInt(pool.size()))),
                    embedder.apply(pool.get(random.nextInt(pool.size()))));
        }
        Arrays.sort(distances);
        double median = Math.max(distances[distances.length / 2], 1e-9);
        return Arrays.stream(FACTORS)
                .map(factor -> 1 / (2 * factor * factor * median))
                .toArray();
    }

    /** The unbiased statistic: within means without the diagonal, minus twice the mean between. */
    static double mmd(List<float[]> x, List<float[]> y, double[] gammas) {
        return within(x, gammas) + within(y, gammas) - 2 * between(x, y, gammas);
    }

    private static double within(List<float[]> x, double[] gammas) {
        double sum = 0;
        for (int i = 0; i < x.size(); i++) {
            for (int j = 0; j < i; j++) {
                sum += kernel(x.get(i), x.get(j), gammas);
            }
        }
        return 2 * sum / ((double) x.size() * (x.size() - 1));
    }

    private static double between(List<float[]> x, List<float[]> y, double[] gammas) {
        double sum = 0;
        for (float[] a : x) {
            for (float[] b : y) {
                sum += kernel(a, b, gammas);
            }
        }
        return sum / ((double) x.size() * y.size());
    }

    private static double kernel(float[] a, float[] b, double[] gammas) {
        double distance = HashedText.squaredDistance(a, b);
        double sum = 0;
        for (double gamma : gammas) {
            sum += StrictMath.exp(-gamma * distance);
        }
        return sum / gammas.length;
    }
}
