// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * PRADA (arXiv 1805.02628) carried to text: the distance of each prompt to the nearest earlier one, on hashed word
 * vectors, one class; values beyond three standard deviations are dropped; the score is 1 - W of Shapiro and Wilk.
 */
public final class Prada implements Baseline {
    @Override
    public String name() {
        return "PRADA";
    }

    @Override
    public Map<String, Double> scores(Traffic traffic, Predicate<Traffic.Account> wanted) {
        Map<String, Double> scores = new TreeMap<>();
        for (Traffic.Account account :
                traffic.accounts().stream().filter(wanted).toList()) {
            scores.put(account.id(), 1 - ShapiroWilk.w(withoutOutliers(leastDistances(account.queries()))));
        }
        return scores;
    }

    static double[] leastDistances(List<Traffic.Query> queries) {
        List<float[]> vectors = new ArrayList<>();
        double[] least = new double[Math.max(0, queries.size() - 1)];
        for (Traffic.Query query : queries) {
            float[] vector = HashedText.of(query.prompt());
            if (!vectors.isEmpty()) {
                double nearest = Double.MAX_VALUE;
                for (float[] earlier : vectors) {
                    nearest = Math.min(nearest, HashedText.squaredDistance(vector, earlier));
                }
                least[vectors.size() - 1] = Math.sqrt(nearest);
            }
            vectors.add(vector);
        }
        return least;
    }

    private static double[] withoutOutliers(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double deviation = Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0));
        return Arrays.stream(values)
                .filter(value -> Math.abs(value - mean) <= 3 * deviation)
                .toArray();
    }
}
