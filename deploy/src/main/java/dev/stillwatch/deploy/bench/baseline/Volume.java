// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The account's busiest day: what a quota sees. */
public final class Volume implements Baseline {
    @Override
    public String name() {
        return "volume";
    }

    @Override
    public Map<String, Double> scores(Traffic traffic, Predicate<Traffic.Account> wanted) {
        Map<String, Double> scores = new TreeMap<>();
        traffic.accounts().stream()
                .filter(wanted)
                .forEach(account -> scores.put(account.id(), (double) account.busiestDay()));
        return scores;
    }
}
