// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The windowed two-sample test of arXiv 2606.05725: unbiased MMD² of a window of an account's prompts against benign
 * prompts, mean of RBF kernels with sigma = 0.5, 1, 2 and 4 times the median distance, mean over random references. The
 * references come from benign accounts of the calibrating sources. Accounts with less than a quarter of a window score 0.
 */
public final class WindowedMmd implements Baseline {
    private static final double[] FACTORS = {0.5, 1, 2, 4};

    private final Function<String, float[]> embedder;
    private final int window;
    private final int references;
    private final long seed;

    /**
     * The test.
     *
     * @param embedder text to unit vector
     * @param window prompts of a window
     * @param references random references of the window's size to average over
     */
    public WindowedMmd(Function<String, float[]> embedder, int window, int references, long seed) {
        this.embedder = embedder;
        this.window = window;
        this.references = references;
        this.seed = seed;
    }

    /** Three of a campaign: a sentence model reads every prompt of a window. */
    @Override
    public int mostOfCampaign() {
        return 3;
    }

    @Override
    public String name() {
        return "MMD (window " + window + ")";
    }

    @Override
    public Map<String, Double> scores(Traffic traffic, Predicate<Traffic.Account> wanted) {
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> pool = new ArrayList<>();
        for (Traffic.Account account : traffic.accounts()) {
            if (account.benign() && EqualRate.calibrates(account.source())) {
                pool.addAll(embed(account));
            }
        }
        Map<String, Double> scores = new TreeMap<>();
        if (pool.size() < 2) {
            return scores;
        }
        double[] gammas = gammas(pool, random);
        List<List<float[]>> drawn = new ArrayList<>();
        for (int reference = 0; reference < references; reference++) {
            List<float[]> sample = new ArrayList<>();
            for (int i = 0; i < window; i++) {
                sample.add(pool.get(random.nextInt(pool.size())));
            }
            drawn.add(sample);
        }
        for (Traffic.Account account :
                traffic.accounts().stream().filter(wanted).toList()) {
            List<float[]> own = embed(account);
            double sum = 0;
            for (List<float[]> reference : drawn) {
                sum += own.size() < Math.max(2, window / 4) ? 0 : mmd(own, reference, gammas);
            }
            scores.put(account.id(), sum / Math.max(1, references));
        }
        return scores;
    }

    private List<float[]> embed(Traffic.Account account) {
        return account.queries().stream()
                .limit(window)
                .map(Traffic.Query::prompt)
                .map(embedder)
                .toList();
    }

    /** 1 / (2 sigma²) of each kernel, from the median distance of 2,000 random pairs. */
    private static double[] gammas(List<float[]> pool, SplittableRandom random) {
        double[] distances = new double[2_000];
        for (int pair = 0; pair < distances.length; pair++) {
            distances[pair] = HashedText.squaredDistance(
                    pool.get(random.nextInt(pool.size())), pool.get(random.nextInt(pool.size())));
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
