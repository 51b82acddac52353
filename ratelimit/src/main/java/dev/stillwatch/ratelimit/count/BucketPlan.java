// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import dev.stillwatch.ratelimit.decide.Unit;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConfigurationBuilder;
import java.time.Instant;

/**
 * A token bucket: at most {@code burst} tokens, refilled evenly with {@code requests} in a unit. What is refused takes
 * nothing. After an idle time {@code burst + requests} may pass within one unit; a strict plan has a second bandwidth that
 * is filled at each multiple of the unit since 1970 and lets at most {@code requests} pass in any such unit.
 *
 * <p>The ids of the bandwidths are the same for every plan and for ever: under a new id Bucket4j would hand each caller a
 * full bucket.
 */
public final class BucketPlan implements Plan {
    private static final String RATE = "rate";
    private static final String WINDOW = "window";

    private final Unit unit;
    private final long requests;
    private final long burst;
    private final boolean strict;
    private final BucketConfiguration configuration;

    /**
     * A plan.
     *
     * @param unit span of the rate
     * @param requests tokens that come in a unit, from 1 to one in a nanosecond
     * @param burst most tokens, at least 1
     * @param strict whether no aligned unit ever sees more than {@code requests}
     */
    public BucketPlan(Unit unit, long requests, long burst, boolean strict) {
        this.unit = unit;
        this.requests = requests;
        this.burst = burst;
        this.strict = strict;
        this.configuration = holding(burst, requests, Instant.EPOCH);
    }

    @Override
    public Unit unit() {
        return unit;
    }

    @Override
    public long requests() {
        return requests;
    }

    /** Most tokens that one request can ever take. */
    @Override
    public long most() {
        return strict ? Math.min(burst, requests) : burst;
    }

    /** Most tokens. */
    public long burst() {
        return burst;
    }

    /** Whether no aligned unit ever sees more than the rate. */
    public boolean strict() {
        return strict;
    }

    BucketConfiguration configuration() {
        return configuration;
    }

    /**
     * The same for a bucket that does not begin full.
     *
     * @param level tokens that it begins with
     * @param unitLeft what a strict one has left of the aligned unit in which it begins
     * @param nextUnit when the first aligned unit after it begins: Bucket4j fills the bandwidth at once for all units that
     *     are past
     */
    BucketConfiguration holding(long level, long unitLeft, Instant nextUnit) {
        ConfigurationBuilder builder = BucketConfiguration.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(burst)
                        .refillGreedy(requests, unit.span())
                        .initialTokens(level)
                        .id(RATE)
                        .build());
        if (strict) {
            builder.addLimit(Bandwidth.builder()
                    .capacity(requests)
                    .refillIntervallyAligned(requests, unit.span(), nextUnit)
                    .initialTokens(unitLeft)
                    .id(WINDOW)
                    .build());
        }
        return builder.build();
    }

    boolean same(BucketPlan other) {
        return unit == other.unit && requests == other.requests && burst == other.burst && strict == other.strict;
    }

    /** Whether what is left should shrink with the capacity: nobody keeps a bucket of the old size. */
    boolean tightens(BucketPlan other) {
        return burst <= other.burst && requests <= other.requests && !same(other);
    }
}
