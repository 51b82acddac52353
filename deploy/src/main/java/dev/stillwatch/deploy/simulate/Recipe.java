// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.simulate;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that one simulated data set depends on: the same recipe gives the same bytes.
 *
 * @param scenario what is simulated
 * @param seed the seed of every draw
 * @param cover share of unrelated benign exchanges in the attacking accounts' traffic, 0..0.95; the account's total rate
 *     stays at the reported figure
 * @param scale factor on the number of accounts; rates per account are kept
 * @param days duration in days
 * @param start first instant
 * @param prompts folder of corpora; empty for the project's own grammar
 * @param canary marker put, with a random tail, into every text; empty for none
 * @param pace factor on the attacking accounts' rates: with a scale of its inverse a campaign's volume stays the same
 * @param customers benign accounts of each class beside a replay's; empty for a number that goes with the scale
 */
public record Recipe(
        Scenario scenario,
        long seed,
        double cover,
        double scale,
        int days,
        Instant start,
        Optional<Path> prompts,
        String canary,
        double pace,
        Optional<Integer> customers) {
    /** 5 January 2026, a Monday. */
    public static final Instant DEFAULT_START = Instant.parse("2026-01-05T00:00:00Z");

    /** A tenth of the accounts: a replay within a laptop's patience. */
    public static final double DEFAULT_SCALE = 0.1;

    private static final int MOST_CUSTOMERS = 10_000;

    /** Checks the ranges. */
    public Recipe {
        if (cover < 0 || cover > 0.95) {
            throw new IllegalArgumentException("cover must be between 0 and 0.95, not " + cover);
        }
        if (!(scale > 0) || scale > 100) {
            throw new IllegalArgumentException("scale must be above 0 and at most 100, not " + scale);
        }
        if (!(pace > 0) || pace > 1_000) {
            throw new IllegalArgumentException("pace must be above 0 and at most 1000, not " + pace);
        }
        if (days < 1 || days > 366) {
            throw new IllegalArgumentException("days must be between 1 and 366, not " + days);
        }
        if (customers.filter(count -> count < 0 || count > MOST_CUSTOMERS).isPresent()) {
            throw new IllegalArgumentException(
                    "customers of a class must be between 0 and " + MOST_CUSTOMERS + ", not " + customers.orElse(0));
        }
    }

    /** With as many benign customers beside a replay as go with the scale. */
    public Recipe(
            Scenario scenario,
            long seed,
            double cover,
            double scale,
            int days,
            Instant start,
            Optional<Path> prompts,
            String canary) {
        this(scenario, seed, cover, scale, days, start, prompts, canary, 1, Optional.empty());
    }

    /** The scenario with everything else at its default. */
    public static Recipe of(Scenario scenario, long seed) {
        return new Recipe(scenario, seed, 0, DEFAULT_SCALE, scenario.days(), DEFAULT_START, Optional.empty(), "");
    }

    /** The same with another share of cover. */
    public Recipe withCover(double share) {
        return new Recipe(scenario, seed, share, scale, days, start, prompts, canary, pace, customers);
    }

    /** The same at another scale. */
    public Recipe withScale(double factor) {
        return new Recipe(scenario, seed, cover, factor, days, start, prompts, canary, pace, customers);
    }

    /** The same volume of a campaign, asked for by so many accounts. */
    public Recipe spreadOver(int accounts) {
        double factor = (double) accounts / scenario.accounts();
        return new Recipe(
                scenario, seed, cover, factor, days, start, prompts, canary, scale / factor * pace, customers);
    }

    /** The same over another number of days. */
    public Recipe withDays(int count) {
        return new Recipe(scenario, seed, cover, scale, count, start, prompts, canary, pace, customers);
    }

    /** The same with texts of a folder of corpora. */
    public Recipe withPrompts(Path folder) {
        return new Recipe(scenario, seed, cover, scale, days, start, Optional.of(folder), canary, pace, customers);
    }

    /** The same with a canary in every text. */
    public Recipe withCanary(String marker) {
        return new Recipe(scenario, seed, cover, scale, days, start, prompts, marker, pace, customers);
    }

    /** The same with another seed. */
    public Recipe withSeed(long number) {
        return new Recipe(scenario, number, cover, scale, days, start, prompts, canary, pace, customers);
    }

    /** The same with so many benign accounts of each class beside a replay's, or with none. */
    public Recipe withCustomers(int ofEachClass) {
        return new Recipe(scenario, seed, cover, scale, days, start, prompts, canary, pace, Optional.of(ofEachClass));
    }

    /** The same without benign customers beside a replay's accounts. */
    public Recipe withoutCustomers() {
        return withCustomers(0);
    }

    /** First instant, milliseconds since 1970. */
    long from() {
        return start.toEpochMilli();
    }

    /** First instant after it, milliseconds since 1970. */
    long until() {
        return from() + days * 86_400_000L;
    }
}
