// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.count.CounterKey;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.count.Plan;
import dev.stillwatch.ratelimit.count.Taken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts here. */
public final class Counting implements Counts {
    private final Counters counters;

    /** Counts in these. */
    public Counting(Counters counters) {
        this.counters = counters;
    }

    @Override
    public long reading() {
        return counters.reading();
    }

    @Override
    public Taken count(Taking taking, List<String> subjects, long reading) {
        return count(taking, reading);
    }

    @Override
    public Taken count(Taking taking, List<String> subjects) {
        return count(taking);
    }

    @Override
    public @Nullable Taken[] count(@Nullable Taking[] takings, List<String> subjects) {
        long reading = counters.reading();
        @Nullable Taken[] taken = new Taken[takings.length];
        for (int i = 0; i < takings.length; i++) {
            Taking taking = takings[i];
            taken[i] = taking == null ? null : count(taking, reading);
        }
        return taken;
    }

    /** Counts one, whoever's it is. */
    public Taken count(Taking taking) {
        return count(taking, counters.reading());
    }

    private Taken count(Taking taking, long reading) {
        if (taking.share() == 1) {
            // Nearly all are: nothing is made for them.
            return counted(taking, taking.plan(), taking.hits(), reading);
        }
        Portion portion = Portion.of(taking);
        return portion.told(counted(taking, portion.plan(), portion.hits(), reading));
    }

    private Taken counted(Taking taking, Plan plan, long hits, long reading) {
        CounterKey key = new CounterKey(taking.domain(), taking.entries(), plan);
        return taking.givesBack() ? counters.giveBack(key, plan, hits) : counters.take(key, plan, hits, reading);
    }
}
