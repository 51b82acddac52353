// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.rival;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** How a rival's score of one account rose in event time; what falls again stays at its greatest. Starts at 0. */
public final class Suspicion {
    private final List<Rise> rises = new ArrayList<>();

    private record Rise(long time, double score) {}

    /** Notes a score; times come in order. */
    void rise(long time, double score) {
        if (score > greatest()) {
            rises.add(new Rise(time, score));
        }
    }

    /** The greatest score, at least 0. */
    public double greatest() {
        return rises.isEmpty() ? 0 : rises.get(rises.size() - 1).score();
    }

    /** When the score was first above the threshold, milliseconds since 1970. */
    public OptionalLong above(double threshold) {
        return rises.stream()
                .filter(rise -> rise.score() > threshold)
                .mapToLong(Rise::time)
                .findFirst();
    }
}
