// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.ratelimit.snapshot.CounterName;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import dev.stillwatch.ratelimit.snapshot.Round;
import io.github.bucket4j.TimeMeter;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
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
    private final CounterName.Kind kind;
    private final LastStates last;
    private final InstantSource wall;
    private final ConcurrentHashMap<String, PlanBucket> buckets = new ConcurrentHashMap<>();
    private final LongAdder lost = new LongAdder();
    private long swept;

    /**
     * No buckets yet.
     *
     * @param kind what they hold
     * @param last what is known of them from before
     * @param wall tells how long ago that was
     */
    PlanBuckets(int most, TimeMeter meter, CounterName.Kind kind, LastStates last, InstantSource wall) {
        this.kind = kind;
        this.last = last;
        this.wall = wall;
        this.most = most;
        this.meter = meter;
        this.swept = meter.currentTimeNanos() - BETWEEN_SWEEPS;
    }

    /** The subject's bucket; a new one begins with what was left of it before, or else with the number. */
    PlanBucket of(String subject, long perHour) {
        PlanBucket known = buckets.get(subject);
        if (known != null) {
            return known;
        }
        if (buckets.size() >= most) {
            makeRoom();
        }
        Optional<CounterState> before = last.last(name(subject));
        return buckets.computeIfAbsent(
                subject,
                name -> before.map(state -> begun(perHour, state)).orElseGet(() -> new PlanBucket(perHour, meter)));
    }

    private PlanBucket begun(long perHour, CounterState before) {
        PlanBucket bucket = PlanBucket.since(perHour, meter, before, wall.millis());
        bucket.beganFrom(before);
        return bucket;
    }

    /** The subject's bucket, null when there is none. */
    @Nullable
    PlanBucket get(String subject) {
        return buckets.get(subject);
    }

    /** Lets go of buckets of which all was told and that another node has. Where nothing is known from before, none goes. */
    void release(Predicate<String> elsewhere) {
        if (last != LastStates.NONE) {
            buckets.entrySet().removeIf(one -> one.getValue().isSettled() && elsewhere.test(one.getKey()));
        }
    }

    /** For whoever tells what they hold. */
    Round<?, ?> round() {
        return new Round<String, PlanBucket>(
                buckets, (subject, bucket, glance) -> bucket.tell(() -> name(subject), glance));
    }

    private CounterName name(String subject) {
        return new CounterName(kind, List.of(subject));
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
