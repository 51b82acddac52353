// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import io.github.bucket4j.TimeMeter;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Buckets by subject, a bounded number. A bucket that has not been used for an hour has filled up: it goes first, for a
 * new one of the same number would hold no more. If none has, the one used longest ago of a few goes, which is counted.
 */
final class PlanBuckets {
    private static final int SAMPLE = 16;
    private static final long BETWEEN_SWEEPS = TimeUnit.SECONDS.toNanos(1);

    private final int most;
    private final TimeMeter meter;
    private final Map<String, PlanBucket> buckets = new ConcurrentHashMap<>();
    private final LongAdder lost = new LongAdder();
    private long swept;

    PlanBuckets(int most, TimeMeter meter) {
        this.most = most;
        this.meter = meter;
        this.swept = meter.currentTimeNanos() - BETWEEN_SWEEPS;
    }

    /** The subject's bucket; a new one begins with the number. */
    PlanBucket of(String subject, long perHour) {
        PlanBucket known = buckets.get(subject);
        if (known != null) {
            return known;
        }
        if (buckets.size() >= most) {
            makeRoom();
        }
        return buckets.computeIfAbsent(subject, name -> new PlanBucket(perHour, meter));
    }

    int size() {
        return buckets.size();
    }

    /** Buckets that went before they had filled up. */
    long lost() {
        return lost.sum();
    }

    private synchronized void makeRoom() {
        long now = meter.currentTimeNanos();
        if (now - swept >= BETWEEN_SWEEPS) {
            swept = now;
            buckets.values().removeIf(bucket -> bucket.idle(now));
        }
        while (buckets.size() >= most) {
            String oldest = oldestOfSome();
            if (oldest == null) {
                return;
            }
            buckets.remove(oldest);
            lost.increment();
        }
    }

    private @Nullable String oldestOfSome() {
        String oldest = null;
        long used = 0;
        Iterator<Map.Entry<String, PlanBucket>> some = buckets.entrySet().iterator();
        for (int i = 0; i < SAMPLE && some.hasNext(); i++) {
            Map.Entry<String, PlanBucket> one = some.next();
            if (oldest == null || one.getValue().used() - used < 0) {
                oldest = one.getKey();
                used = one.getValue().used();
            }
        }
        return oldest;
    }
}
