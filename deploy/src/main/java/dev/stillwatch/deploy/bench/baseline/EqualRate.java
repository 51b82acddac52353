// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sets a threshold so that a wanted share of benign accounts is flagged, on text sources apart from those scored: half
 * of the sources, by hash, calibrate; the benign accounts of the other half and all campaigns are scored.
 */
public final class EqualRate {
    private EqualRate() {}

    /** Whether a benign account of the source calibrates instead of being scored. */
    public static boolean calibrates(String source) {
        int hash = source.hashCode() * 0x9E3779B9;
        return (hash >>> 16 & 1) == 0;
    }

    /**
     * The accounts flagged among those scored.
     *
     * @param share benign accounts to be flagged, 0..1; the threshold never lies below the score that gives it
     */
    public static Set<String> flagged(Map<String, Double> scores, Traffic traffic, double share) {
        double[] calibration = traffic.accounts().stream()
                .filter(account -> account.benign() && calibrates(account.source()))
                .mapToDouble(account -> scores.getOrDefault(account.id(), 0.0))
                .sorted()
                .toArray();
        double threshold = threshold(calibration, share);
        Set<String> flagged = new TreeSet<>();
        for (Traffic.Account account : traffic.accounts()) {
            boolean scored = scores.containsKey(account.id()) && (!account.benign() || !calibrates(account.source()));
            if (scored && scores.getOrDefault(account.id(), 0.0) > threshold) {
                flagged.add(account.id());
            }
        }
        return flagged;
    }

    /** The least score above which at most the given share of the scores lies. */
    public static double threshold(double[] scores, double share) {
        if (scores.length == 0) {
            return Double.MAX_VALUE;
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int above = (int) Math.floor(share * sorted.length);
        return sorted[Math.max(0, sorted.length - 1 - above)];
    }
}
