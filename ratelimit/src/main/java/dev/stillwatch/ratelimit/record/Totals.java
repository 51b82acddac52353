// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import dev.stillwatch.policies.decision.LimitDecision.Outcome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts of a bounded number of domains; those beyond it are counted together, without a name. */
final class Totals {
    private static final int MOST_DOMAINS = 256;
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final Map<String, Counts> domains = new ConcurrentHashMap<>();
    private final Counts others = new Counts();

    private static final class Counts {
        final LongAdder[] counted = new LongAdder[OUTCOMES.length];
        final long[] told = new long[OUTCOMES.length];

        Counts() {
            for (int i = 0; i < counted.length; i++) {
                counted[i] = new LongAdder();
            }
        }
    }

    /** Takes one count. */
    interface Consumer {
        void accept(String domain, Outcome outcome, long count);
    }

    void add(String domain, Outcome outcome) {
        Counts counts = domains.get(domain);
        if (counts == null) {
            counts = domains.size() < MOST_DOMAINS ? domains.computeIfAbsent(domain, d -> new Counts()) : others;
        }
        counts.counted[outcome.ordinal()].increment();
    }

    /** What has been counted since this was called last; for one thread. */
    void since(Consumer to) {
        domains.forEach((domain, counts) -> since(domain, counts, to));
        since("", others, to);
    }

    private static void since(String domain, Counts counts, Consumer to) {
        for (Outcome outcome : OUTCOMES) {
            int i = outcome.ordinal();
            long more = counts.counted[i].sum() - counts.told[i];
            if (more > 0) {
                counts.told[i] += more;
                to.accept(domain, outcome, more);
            }
        }
    }
}
