// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketListener;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.ThreadUnsafeBucket;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One limit of one budget: a bucket of what was charged, and beside it the sum of what is held. A call fits when the
 * bucket covers what is held and the call together, so what is settled in any span and what is open at its end are
 * together at most the limit and what came back in the span. Guarded by the budget's lock.
 */
final class Meter {
    /** Of holds nobody knows when they end: Retry-After cannot say less than a second. */
    private static final long SOON = Duration.ofSeconds(1).toNanos();

    /** Longest debt. Where the time to repay it would overflow a long, near 292 years, Bucket4j throws and charges none. */
    private static final Duration LONGEST_DEBT = Duration.ofDays(36_500);

    /** No limit for now. What was counted stays: a limit that is taken out and put back gives nobody a full bucket. */
    static final long UNLIMITED = -1;

    private static final Instant SOME_MIDNIGHT = Instant.EPOCH.plus(Duration.ofDays(1));

    private final Dimension dimension;
    private final TimeMeter time;
    private long limit;
    private long held;
    /** None where nothing comes back with time: of slots, and of limits that were never above zero. */
    private @Nullable ThreadUnsafeBucket bucket;

    Meter(Dimension dimension, long limit, TimeMeter time) {
        this.dimension = dimension;
        this.time = time;
        adopt(limit);
    }

    /**
     * Changes the limit: a tighter one leaves the same share, a wider one the same number. A debt stays the same number in
     * any case: one that shrank with the limit would not grow with it again.
     */
    void adopt(long wanted) {
        long before = limit;
        limit = wanted;
        if (wanted == before || wanted <= 0 || dimension == Dimension.CONCURRENCY) {
            return;
        }
        ThreadUnsafeBucket known = bucket;
        if (known == null) {
            bucket = new ThreadUnsafeBucket(configuration(), MathType.INTEGER_64_BITS, time, BucketListener.NOPE);
        } else {
            known.replaceConfiguration(
                    configuration(),
                    wanted < capacity(known) && known.getAvailableTokens() > 0
                            ? TokensInheritanceStrategy.PROPORTIONALLY
                            : TokensInheritanceStrategy.AS_IS);
        }
    }

    private BucketConfiguration configuration() {
        var capacity = Bandwidth.builder().capacity(limit);
        // Whoever has a plan is suspected: like its exchanges, an hour's output begins half full, also after a restart.
        var refill = dimension.dayAligned()
                ? capacity.refillIntervallyAligned(limit, dimension.window(), SOME_MIDNIGHT)
                : capacity.refillGreedy(limit, dimension.window());
        long atFirst = dimension == Dimension.OUTPUT_TOKENS_PER_HOUR ? (limit + 1) / 2 : limit;
        return BucketConfiguration.builder()
                .addLimit(refill.initialTokens(atFirst).id(dimension.label()).build())
                .build();
    }

    /** Why the cost does not fit, nothing when it does. */
    @Nullable
    Lack lack(long cost) {
        if (cost == 0 || limit == UNLIMITED) {
            return null;
        }
        if (limit == 0) {
            return new Lack(dimension, Admission.Reason.BLOCKED, Lack.NEVER);
        }
        if (cost > limit) {
            return new Lack(dimension, Admission.Reason.ABOVE_CAPACITY, Lack.NEVER);
        }
        long needed = held + cost;
        ThreadUnsafeBucket known = bucket;
        if (needed <= limit && known == null) {
            return null;
        }
        long wait = 0;
        if (known != null) {
            EstimationProbe probe = known.estimateAbilityToConsume(Math.min(needed, limit));
            wait = probe.getNanosToWaitForRefill();
        }
        if (needed > limit) {
            wait = Math.max(wait, SOON);
        }
        return wait == 0 ? null : new Lack(dimension, Admission.Reason.OVER_LIMIT, wait);
    }

    void hold(long amount) {
        held += amount;
    }

    void release(long amount) {
        held -= amount;
    }

    /** Takes the amount, into debt where less is left. */
    void charge(long amount) {
        ThreadUnsafeBucket known = bucket;
        if (known != null) {
            long debt = capacity(known)
                    * (LONGEST_DEBT.toNanos() / dimension.window().toNanos());
            long bounded = Math.min(amount, known.getAvailableTokens() + debt);
            if (bounded > 0) {
                known.consumeIgnoringRateLimits(bounded);
            }
        }
    }

    void giveBack(long amount) {
        ThreadUnsafeBucket known = bucket;
        if (amount > 0 && known != null) {
            known.addTokens(amount);
        }
    }

    boolean untouched() {
        ThreadUnsafeBucket known = bucket;
        return held == 0 && (known == null || known.getAvailableTokens() >= capacity(known));
    }

    private static long capacity(ThreadUnsafeBucket bucket) {
        return bucket.getConfiguration().getBandwidths()[0].getCapacity();
    }

    boolean limited() {
        return limit != UNLIMITED;
    }

    /** What is left; needs a limit. */
    Left left() {
        ThreadUnsafeBucket known = bucket;
        if (limit == 0 || known == null) {
            return new Left(limit, Math.max(0, limit - held), Duration.ZERO);
        }
        long left = Math.max(0, known.getAvailableTokens() - held);
        long full = known.estimateAbilityToConsume(limit).getNanosToWaitForRefill();
        return new Left(limit, left, Duration.ofNanos(full));
    }
}
