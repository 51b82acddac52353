// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rival;

import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.baseline.Traffic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One play as a rival sees it.
 *
 * @param traffic the exchanges
 * @param rings those that Stillwatch formed in it
 */
public record Scene(Traffic traffic, List<ScoredRun.Ring> rings) {
    /** Copies the list. */
    public Scene {
        rings = List.copyOf(rings);
    }

    /** Of each wanted account what a rival has to say, nothing yet. */
    Map<String, Suspicion> unsuspected(Predicate<Traffic.Account> wanted) {
        Map<String, Suspicion> suspicions = new TreeMap<>();
        traffic.accounts().stream().filter(wanted).forEach(account -> suspicions.put(account.id(), new Suspicion()));
        return suspicions;
    }
}
