// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.play;

import dev.stillwatch.deploy.simulate.Recipe;
import java.util.List;

/**
 * What to run. Every seed plays the benign customers once, and each row in a simulation of its own.
 *
 * @param rows campaigns, each at a share of cover; their seeds are replaced by those of the plan
 * @param benign the customers
 * @param firstSeed the first seed, at least 1: on seeds that nothing was tuned on a figure is blind
 * @param seeds how many seeds from it on
 * @param keepTraffic whether the simulated records are kept once they are judged
 */
public record PlayPlan(List<Recipe> rows, Recipe benign, long firstSeed, int seeds, boolean keepTraffic) {
    /** Customers' names must not meet those of a campaign of the same seed. */
    private static final long BENIGN_SEEDS = 1_000_000;

    /** Copies the list. */
    public PlayPlan {
        rows = List.copyOf(rows);
    }

    /** The customers of a seed. */
    public Recipe customers(long seed) {
        return benign.withSeed(BENIGN_SEEDS + seed);
    }

    /** The seed after the last one. */
    public long endSeed() {
        return firstSeed + seeds;
    }

    /** How many simulations are played in all. */
    public int plays() {
        return seeds * (rows.size() + 1);
    }

    /** A row's share of cover in percent. */
    public static long percent(Recipe row) {
        return Math.round(100 * row.cover());
    }
}
