// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import io.github.bucket4j.BucketListener;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.LockFreeBucket;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of Bucket4j and the plan that it follows. A changed plan is applied when the key is next used:
 * proportionally where it is tighter, so that nobody keeps a bucket of the old size, and as it is otherwise, so that
 * nobody gains tokens by a change.
 *
 * <p>Retiring it closes it first and looks afterwards: everything that was accepted before is then in the bucket's state,
 * and everything later is asked again of its successor. A request that meets that moment may be charged twice; none passes
 * uncounted.
 */
final class TokenBucket implements Counter {
    private final LockFreeBucket bucket;
    private volatile BucketPlan plan;
    private volatile boolean closed;

    TokenBucket(BucketPlan plan, TimeMeter meter) {
        this(new LockFreeBucket(plan.configuration(), MathType.INTEGER_64_BITS, meter, BucketListener.NOPE), plan);
    }

    private TokenBucket(LockFreeBucket bucket, BucketPlan plan) {
        this.bucket = bucket;
        this.plan = plan;
    }

    @Override
    public @Nullable Taken take(Plan asked, long hits) {
        BucketPlan followed = follow((BucketPlan) asked);
        Taken taken;
        if (hits > 0 && hits <= followed.most()) {
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(hits);
            boolean within = probe.isConsumed();
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
    public @Nullable Taken giveBack(Plan asked, long hits) {
        if (closed) {
            return null;
        }
        BucketPlan followed = follow((BucketPlan) asked);
        if (hits > 0) {
            bucket.addTokens(hits);
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
        if (plan != asked) {
            change(asked);
        }
        return asked;
    }

    /** One change at a time: of two, the bucket must not keep the configuration of the first. */
    private synchronized void change(BucketPlan asked) {
        if (!plan.same(asked)) {
            bucket.replaceConfiguration(
                    asked.configuration(),
                    asked.tightens(plan) ? TokensInheritanceStrategy.PROPORTIONALLY : TokensInheritanceStrategy.AS_IS);
        }
        plan = asked;
    }

    @Override
    public boolean retire() {
        if (!closed && full()) {
            closed = true;
        }
        return closed;
    }

    @Override
    public @Nullable Counter successor() {
        return full() ? null : new TokenBucket(bucket, plan);
    }

    private boolean full() {
        long[] available =
                bucket.asVerbose().getAvailableTokens().getDiagnostics().getAvailableTokensPerEachBandwidth();
        for (int i = 0; i < available.length; i++) {
            if (available[i] < bucket.getConfiguration().getBandwidths()[i].getCapacity()) {
                return false;
            }
        }
        return true;
    }
}
