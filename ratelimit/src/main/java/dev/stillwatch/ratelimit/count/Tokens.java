// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.UnaryOperator;

/**
 * The tokens of a bucket, for any number of threads: Bucket4j's state and all of its arithmetic, put in place by
 * compare-and-set as its own bucket does. That one reads a clock at each use; this one is told the time, which a decision
 * has read already, and takes 128 bytes less. All times are nanoseconds since 1970; one before the last refill is none.
 */
final class Tokens {
    private static final AtomicReferenceFieldUpdater<Tokens, BucketState> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Tokens.class, BucketState.class, "state");

    /** Never changed once it is here. */
    private volatile BucketState state;

    /** As many as the configuration says that there are at first. */
    Tokens(BucketConfiguration configuration, long now) {
        this.state = BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, now);
    }

    /**
     * Takes so many if there are so many, or else nothing.
     *
     * @param hits from 1 to {@code most}
     * @param most how many count as an untouched bucket
     */
    Taken take(long hits, long most, long now) {
        while (true) {
            BucketState before = state;
            BucketState after = before.copy();
            after.refillAllBandwidth(now);
            long available = after.getAvailableTokens();
            if (hits > available) {
                long retryAfter = after.calculateDelayNanosAfterWillBePossibleToConsume(hits, now, true);
                return taken(most, false, available, after.calculateFullRefillingTime(now), retryAfter);
            }
            after.consume(hits);
            if (STATE.compareAndSet(this, before, after)) {
                return taken(most, true, available - hits, after.calculateFullRefillingTime(now), Taken.NEVER);
            }
        }
    }

    /**
     * Takes nothing. A look is within the limit while one token is left.
     *
     * @param most how many count as an untouched bucket
     * @param fits whether it is a look; a taking that is larger than the bucket is not within, whatever is left
     */
    Taken look(long most, boolean fits, long now) {
        BucketState held = at(now);
        long available = held.getAvailableTokens();
        long retryAfter = fits && available <= 0 ? until(held, 1, now) : Taken.NEVER;
        return taken(most, fits && available > 0, available, until(held, most, now), retryAfter);
    }

    /** Puts so many back, up to full. */
    void add(long tokens, long now) {
        replace(now, held -> {
            held.addTokens(tokens);
            return held;
        });
    }

    /** Goes on by another configuration. */
    void follow(BucketConfiguration configuration, TokensInheritanceStrategy inheritance, long now) {
        replace(now, held -> held.replaceConfiguration(configuration, inheritance, now));
    }

    /** How many there are in each bandwidth. */
    long[] available(long now) {
        BucketState held = at(now);
        long[] available = new long[held.getConfiguration().getBandwidths().length];
        for (int i = 0; i < available.length; i++) {
            available[i] = held.getCurrentSize(i);
        }
        return available;
    }

    /** Whether no bandwidth holds less than it can. */
    boolean full(long now) {
        BucketState held = at(now);
        Bandwidth[] bandwidths = held.getConfiguration().getBandwidths();
        for (int i = 0; i < bandwidths.length; i++) {
            if (held.getCurrentSize(i) < bandwidths[i].getCapacity()) {
                return false;
            }
        }
        return true;
    }

    /** Nanoseconds until there are so many. */
    long until(long tokens, long now) {
        return until(at(now), tokens, now);
    }

    private static long until(BucketState held, long tokens, long now) {
        return tokens <= held.getAvailableTokens()
                ? 0
                : held.calculateDelayNanosAfterWillBePossibleToConsume(tokens, now, true);
    }

    private static Taken taken(long most, boolean within, long available, long untilReset, long retryAfter) {
        long remaining = Math.max(0, available);
        return new Taken(within, Math.max(0, most - remaining), remaining, untilReset, retryAfter);
    }

    private BucketState at(long now) {
        BucketState held = state.copy();
        held.refillAllBandwidth(now);
        return held;
    }

    private void replace(long now, UnaryOperator<BucketState> next) {
        while (true) {
            BucketState before = state;
            BucketState after = before.copy();
            after.refillAllBandwidth(now);
            if (STATE.compareAndSet(this, before, next.apply(after))) {
                return;
            }
        }
    }
}
