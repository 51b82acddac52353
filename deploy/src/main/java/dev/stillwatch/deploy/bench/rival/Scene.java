// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rival;

import dev.stillwatch.auditor.replay.score.ScoredRun;
import dev.stillwatch.deploy.bench.baseline.Traffic;
import java.util.List;

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
}
