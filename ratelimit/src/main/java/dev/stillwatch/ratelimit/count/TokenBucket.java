// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.ratelimit.snapshot.Since;
import io.github.bucket4j.BucketListener;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.LockFreeBucket;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of Bucket4j and the plan that it follows. A changed plan is applied when the key is next used:
 * proportionally where it is tighter, so that nobody keeps a bucket of the old size, and as it is otherwise, so that
 * nobody gains tokens by a change. One that it has followed just before the present one is no news: two nodes that have an
 * old and a new limits file for a moment ask by turns, and nothing is to shrink by that but to what the smaller one holds.
 *
 * <p>Retiring it closes it first and looks afterwards: everything that was accepted before is then in the bucket's state,
 * and everything later is asked again of its successor. A request that meets that moment may be charged twice; none passes
 * uncounted.
 */
final class TokenBucket extends Counter {
    private static final double NANOS_PER_MILLI = 1e6;

    private final LockFreeBucket bucket;
    private volatile BucketPlan plan;

    /** Followed before the present one; guarded by this. */
    private BucketPlan before;

    private volatile boolean closed;

    TokenBucket(BucketPlan plan, TimeMeter meter) {
        this(new LockFreeBucket(plan.configuration(), MathType.INTEGER_64_BITS, meter, BucketListener.NOPE), plan);
    }

    /**
     * A bucket that begins with what was left before, and with what came back since by the plan that is in force now.
     *
     * @param now milliseconds since 1970 by the meter's clock
     */
    static TokenBucket since(BucketPlan plan, TimeMeter meter, CounterState.Bucket last, long now) {
        long unitLeft = last.unitLeft() < 0 ? plan.requests() : Math.min(last.unitLeft(), plan.requests());
        long span = plan.unit().span().toMillis();
        Instant nextUnit = Instant.ofEpochMilli((Math.floorDiv(Math.min(last.at(), now), span) + 1) * span);
        LockFreeBucket bucket = new LockFreeBucket(
                plan.holding(last.levelUnder(plan.burst()), unitLeft, nextUnit),
                MathType.INTEGER_64_BITS,
                new Since(meter, last.at(), now),
                BucketListener.NOPE);
        // The configuration that all of the rule's share takes less memory than one of its own.
        bucket.replaceConfiguration(plan.configuration(), TokensInheritanceStrategy.AS_IS);
        return new TokenBucket(bucket, plan);
    }

    private TokenBucket(LockFreeBucket bucket, BucketPlan plan) {
        this.bucket = bucket;
        this.plan = plan;
        this.before = plan;
    }

    @Override
    @Nullable
    Taken take(Plan asked, long hits) {
        BucketPlan followed = follow((BucketPlan) asked);
        Taken taken;
        if (hits > 0 && hits <= followed.most()) {
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(hits);
            boolean within = probe.isConsumed();
            if (within) {
                touch();
            }
            taken = taken(
                    followed,
                    within,
                    probe.getRemainingTokens(),
                    probe.getNanosToWaitForReset(),
                    within ? Taken.NEVER : probe.getNanosToWaitForRefill());
        } else {
            taken = look(followed, hits == 0);
        }
        return closed ? null : taken;
    }

    @Override
    @Nullable
    Taken giveBack(Plan asked, long hits) {
        if (closed) {
            return null;
        }
        BucketPlan followed = follow((BucketPlan) asked);
        if (hits > 0) {
            bucket.addTokens(hits);
            touch();
        }
        // Where it was closed meanwhile, a successor has the same bucket, and without one it was full: never given
        // twice.
        Taken taken = look(followed, true);
        return new Taken(true, taken.used(), taken.remaining(), taken.untilReset(), Taken.NEVER);
    }

    /** Takes nothing. A check is within the limit while one token is left; what never fits is not, whatever is left. */
    private Taken look(BucketPlan followed, boolean fits) {
        EstimationProbe full = bucket.estimateAbilityToConsume(followed.most());
        long remaining = Math.max(0, full.getRemainingTokens());
        long retryAfter =
                fits && remaining == 0 ? bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill() : Taken.NEVER;
        return taken(followed, fits && remaining > 0, remaining, full.getNanosToWaitForRefill(), retryAfter);
    }

    private static Taken taken(BucketPlan followed, boolean within, long remaining, long untilReset, long retryAfter) {
        long used = Math.max(0, followed.most() - remaining);
        return new Taken(within, used, remaining, untilReset, retryAfter);
    }

    private BucketPlan follow(BucketPlan asked) {
        // Other nodes' questions may bring equal plans that are not one object: nothing changes by them.
        if (plan != asked && !plan.same(asked)) {
            change(asked);
        }
        return asked;
    }

    /** One change at a time: of two, the bucket must not keep the configuration of the first. */
    private synchronized void change(BucketPlan asked) {
        if (plan.same(asked)) {
            return;
        }
        bucket.replaceConfiguration(
                asked.configuration(),
                asked.tightens(plan) && !asked.same(before)
                        ? TokensInheritanceStrategy.PROPORTIONALLY
                        : TokensInheritanceStrategy.AS_IS);
        before = plan;
        plan = asked;
        touch();
    }

    @Override
    boolean retire() {
        if (!closed && !isTold() && full()) {
            closed = true;
        }
        return closed;
    }

    @Override
    boolean isRetired() {
        return closed;
    }

    /** A full one has one, too, when a look may have read it before it was full. */
    @Override
    @Nullable
    Counter successor() {
        if (full() && !isTold()) {
            return null;
        }
        TokenBucket successor = new TokenBucket(bucket, plan);
        successor.tellsFor(this);
        return successor;
    }

    /** A strict one is told without the part of a token that has come already. */
    @Override
    protected @Nullable CounterState state(long now) {
        if (closed) {
            return null;
        }
        BucketPlan followed = plan;
        long span = followed.unit().span().toMillis();
        long[] available = available();
        long level = Math.min(available[0], followed.burst());
        double perToken = (double) span / followed.requests();
        double untilFull = Math.ceil((followed.burst() - level) * perToken);
        long full = now + (long) Math.min(CounterState.NEVER - now, untilFull);
        if (!followed.strict() || available.length < 2) {
            long at = level == followed.burst() ? now : now - sinceLast(level, perToken);
            return new CounterState.Bucket(level, followed.burst(), Math.min(at, full), full, -1);
        }
        long unitEnds = available[1] < followed.requests() ? (Math.floorDiv(now, span) + 1) * span : now;
        return new CounterState.Bucket(level, followed.burst(), now, Math.max(full, unitEnds), available[1]);
    }

    /** Milliseconds since it held exactly so many, rounded so that nobody gains. */
    private long sinceLast(long level, double perToken) {
        double untilNext = bucket.estimateAbilityToConsume(level + 1).getNanosToWaitForRefill() / NANOS_PER_MILLI;
        return (long) Math.floor(perToken - untilNext);
    }

    private long[] available() {
        return bucket.asVerbose().getAvailableTokens().getDiagnostics().getAvailableTokensPerEachBandwidth();
    }

    private boolean full() {
        long[] available = available();
        for (int i = 0; i < available.length; i++) {
            if (available[i] < bucket.getConfiguration().getBandwidths()[i].getCapacity()) {
                return false;
            }
        }
        return true;
    }
}
