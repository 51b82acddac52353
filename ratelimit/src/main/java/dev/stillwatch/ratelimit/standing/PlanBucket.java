// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.ratelimit.snapshot.Remembered;
import dev.stillwatch.ratelimit.snapshot.Since;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;

/**
 * What is left of so many exchanges an hour: a token bucket that holds an hour's exchanges and refills evenly, so that on
 * average the plan's number passes, and in any one hour twice that at most.
 *
 * <p>A new bucket is half full, never full: whoever has one is suspected. One of which something is known from before
 * begins with that ({@link #since}). When the
 * number changes, it is applied on the next use: proportionally to what was left when it falls, with what was left when
 * it rises. Nothing is left after zero. The bandwidth keeps its id for ever, because Bucket4j gives a renamed one its
 * full capacity. So no sequence of changes ever puts anything back.
 */
final class PlanBucket extends Remembered {
    private static final String ID = "exchanges";
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * Milliseconds for which a plan of zero is known to whoever begins anew. It never fills up, but a state that never ends
     * would stay on the topic when nobody uses the subject any more; while the bucket is here, it is told again.
     */
    private static final long ZERO_LASTS = Duration.ofDays(30).toMillis();

    private final Bucket bucket;
    private volatile long perHour;
    private volatile long used;

    PlanBucket(long perHour, TimeMeter meter) {
        this(perHour, meter, meter, half(perHour));
    }

    private PlanBucket(long perHour, TimeMeter meter, TimeMeter from, long level) {
        this.perHour = perHour;
        this.used = meter.currentTimeNanos();
        this.bucket = Bucket.builder()
                .withCustomTimePrecision(from)
                .addLimit(bandwidth(Math.max(1, perHour), level))
                .build();
    }

    /**
     * A bucket that begins with what was left before. While nobody looked it filled up to half at most: a restart is no
     * gift. What cannot be understood, and what was left of a plan of zero, is an empty bucket.
     *
     * @param now milliseconds since 1970 by the wall clock
     */
    static PlanBucket since(long perHour, TimeMeter meter, CounterState last, long now) {
        if (!(last instanceof CounterState.Bucket held) || held.capacity() == 0 || perHour == 0) {
            return new PlanBucket(perHour, meter, meter, 0);
        }
        long level = held.levelUnder(perHour);
        long most = level < perHour ? Math.max(level, half(perHour)) : half(perHour);
        PlanBucket begun = new PlanBucket(perHour, meter, new Since(meter, held.at(), now), level);
        long tooMany = begun.bucket.getAvailableTokens() - most;
        if (tooMany > 0) {
            begun.bucket.tryConsume(tooMany);
        }
        return begun;
    }

    private static long half(long perHour) {
        return (perHour + 1) / 2;
    }

    /** Takes one if there is one. */
    PlanTaken take(long number, long now) {
        apply(number);
        used = now;
        if (number == 0) {
            return PlanTaken.NEVER;
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            touch();
        }
        return new PlanTaken(
                probe.isConsumed(),
                probe.getRemainingTokens(),
                probe.getNanosToWaitForReset(),
                probe.getNanosToWaitForRefill());
    }

    /** Whether there is one, what is left and when it will be full; takes nothing. */
    PlanTaken look(long number, long now) {
        apply(number);
        used = now;
        if (number == 0) {
            return PlanTaken.NEVER;
        }
        EstimationProbe full = bucket.estimateAbilityToConsume(number);
        long remaining = Math.max(0, full.getRemainingTokens());
        long untilOne = remaining > 0 ? 0 : bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
        return new PlanTaken(remaining > 0, remaining, full.getNanosToWaitForRefill(), untilOne);
    }

    /** Puts back what was taken under the number; not when it has changed since, for then it may weigh more. */
    void putBack(long number) {
        if (perHour == number) {
            bucket.addTokens(1);
            touch();
        }
    }

    /**
     * Whether it has filled up since it was used: then a new one of the same number would hold no more. One of zero never
     * fills up.
     */
    boolean idle(long now) {
        return perHour > 0 && now - used >= HOUR.toNanos();
    }

    long used() {
        return used;
    }

    @Override
    protected CounterState state(long now) {
        long number = perHour;
        if (number == 0) {
            return new CounterState.Bucket(0, 0, now, now + ZERO_LASTS, -1);
        }
        long level = Math.min(bucket.getAvailableTokens(), number);
        if (level == number) {
            return new CounterState.Bucket(level, number, now, now, -1);
        }
        double perToken = HOUR.toMillis() / (double) number;
        long untilNext = bucket.estimateAbilityToConsume(level + 1).getNanosToWaitForRefill();
        long full = now + (long) Math.ceil((number - level) * perToken);
        // Since when it has held so many, rounded so that nobody gains.
        long at = now - (long) Math.floor(perToken - untilNext / NANOS_PER_MILLI);
        return new CounterState.Bucket(level, number, Math.min(at, full), full, -1);
    }

    private void apply(long number) {
        if (perHour != number) {
            change(number);
        }
    }

    private synchronized void change(long number) {
        if (perHour == number) {
            return;
        }
        if (number > 0) {
            bucket.replaceConfiguration(
                    BucketConfiguration.builder().addLimit(bandwidth(number, 0)).build(),
                    number < perHour ? TokensInheritanceStrategy.PROPORTIONALLY : TokensInheritanceStrategy.AS_IS);
        }
        if (number == 0 || perHour == 0) {
            bucket.tryConsumeAsMuchAsPossible();
        }
        perHour = number;
        touch();
    }

    private static Bandwidth bandwidth(long perHour, long initial) {
        return Bandwidth.builder()
                .capacity(perHour)
                .refillGreedy(perHour, HOUR)
                .initialTokens(initial)
                .id(ID)
                .build();
    }
}
