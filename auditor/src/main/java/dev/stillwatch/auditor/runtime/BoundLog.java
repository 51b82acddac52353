// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.auditor.processor.BoundCounts;
import dev.stillwatch.auditor.processor.StreamPlan;
import dev.stillwatch.auditor.processor.StreamPlan.Bound;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what goes past a live stream's bounds and says so in the log: at once for the first, then with the count so
 * far at most once in {@link #QUIET} a bound, so that a flood of late records does not become a flood of lines.
 */
public final class BoundLog implements StreamPlan.Progress {
    static final Duration QUIET = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(BoundLog.class);

    private final InstantSource clock;
    private final BoundCounts counts = new BoundCounts();
    private final Map<Bound, Instant> told = new EnumMap<>(Bound.class);

    /** With the clock that spaces the lines. */
    public BoundLog(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void passed(Bound bound, int source, long count) {
        if (count > 0) {
            counts.add(bound, source, count);
            if (isDue(bound)) {
                LOG.warn("past a bound bound={} source={} total={}", bound.label(), source, counts.total(bound));
            }
        }
    }

    /** Every bound's label and count since the process started, 0 included. */
    public SortedMap<String, Long> totals() {
        return counts.totals();
    }

    private synchronized boolean isDue(Bound bound) {
        Instant now = clock.instant();
        Instant last = told.get(bound);
        if (last != null && now.isBefore(last.plus(QUIET))) {
            return false;
        }
        told.put(bound, now);
        return true;
    }
}
