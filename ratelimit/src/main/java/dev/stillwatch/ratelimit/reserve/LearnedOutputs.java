// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How long the answers are that each account gets of each model. Bounded: the pair that was longest unused is forgotten
 * first, and is guessed anew. Safe for threads.
 */
final class LearnedOutputs {
    private final Map<Pair, OutputHistogram> lengths;

    LearnedOutputs(int most) {
        this.lengths = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Pair, OutputHistogram> eldest) {
                return size() > most;
            }
        };
    }

    /** Output tokens of one choice that nineteen of twenty do not pass, empty while too few were seen. */
    synchronized OptionalLong p95(String account, String model, long day) {
        OutputHistogram known = lengths.get(new Pair(account, model));
        return known == null ? OptionalLong.empty() : known.p95(day);
    }

    /** Counts an answer. */
    synchronized void observe(String account, String model, long tokens, long day) {
        lengths.computeIfAbsent(new Pair(account, model), pair -> new OutputHistogram())
                .observe(tokens, day);
    }

    private record Pair(String account, String model) {}
}
