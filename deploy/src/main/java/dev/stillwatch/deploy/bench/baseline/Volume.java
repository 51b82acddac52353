// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.baseline;

import java.util.Map;
import java.util.TreeMap;

/** The account's busiest day: what a quota sees. */
public final class Volume implements Baseline {
    @Override
    public String name() {
        return "volume";
    }

    @Override
    public Map<String, Double> scores(Traffic traffic) {
        Map<String, Double> scores = new TreeMap<>();
        traffic.accounts().forEach(account -> scores.put(account.id(), (double) account.busiestDay()));
        return scores;
    }
}
