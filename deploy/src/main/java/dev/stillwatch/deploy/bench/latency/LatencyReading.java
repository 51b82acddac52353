// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.latency;

import dev.stillwatch.deploy.bench.table.NearestRank;
import java.util.List;

/**
 * What one run measured.
 *
 * @param allowanceSeconds lateness allowance
 * @param bucketSeconds length of a judging bucket
 * @param accounts accounts that harvested
 * @param alerts of them alerted on
 * @param refused of them refused by the limiter
 * @param hops the way of a record to its alert, and beside it to the first refusal
 */
public record LatencyReading(
        double allowanceSeconds, double bucketSeconds, int accounts, int alerts, int refused, List<Hop> hops) {
    /** Copies the list. */
    public LatencyReading {
        hops = List.copyOf(hops);
    }

    /**
     * One hop.
     *
     * @param name from where to where
     * @param p50Millis median
     * @param p99Millis 99th percentile (nearest rank)
     */
    public record Hop(String name, long p50Millis, long p99Millis) {
        static Hop of(String name, List<Long> millis) {
            List<Long> sorted = millis.stream().sorted().toList();
            return new Hop(name, rank(sorted, 0.5), rank(sorted, 0.99));
        }

        private static long rank(List<Long> sorted, double share) {
            return sorted.isEmpty() ? 0 : sorted.get(NearestRank.of(sorted.size(), share));
        }
    }
}
