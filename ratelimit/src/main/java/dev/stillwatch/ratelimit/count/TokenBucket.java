// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.ratelimit.snapshot.Since;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Instant;
import java.time.InstantSource;
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
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InstantSource clock;
    private final Tokens tokens;
    private volatile BucketPlan plan;

    /** Followed before the present one; guarded by this. */
    private BucketPlan before;

    private volatile boolean closed;

    /**
     * A full bucket.
     *
     * @param clock the one that it is asked by
     * @param now milliseconds since 1970 by it
     */
    TokenBucket(BucketPlan plan, InstantSource clock, long now) {
        this(clock, new Tokens(plan.configuration(), now * NANOS_PER_MILLI), plan);
    }

    /**
     * A bucket that begins with what was left before, and with what came back since by the plan that is in force now.
     *
     * @param clock the one that it is asked by
     * @param now milliseconds since 1970 by it
     */
    static TokenBucket since(BucketPlan plan, InstantSource clock, CounterState.Bucket last, long now) {
        long unitLeft = last.unitLeft() < 0 ? plan.requests() : Math.min(last.unitLeft(), plan.requests());
        long span = plan.unit().span().toMillis();
        Instant nextUnit = Instant.ofEpochMilli((Math.floorDiv(Math.min(last.at(), now), span) + 1) * span);
        long nanos = now * NANOS_PER_MILLI;
        Tokens tokens = new Tokens(
                plan.holding(last.levelUnder(plan.burst()), unitLeft, nextUnit), nanos - Since.nanos(last.at(), now));
        // The configuration that all of the rule's share takes less memory than one of its own.
        tokens.follow(plan.configuration(), TokensInheritanceStrategy.AS_IS, nanos);
        return new TokenBucket(clock, tokens, plan);
    }

    private TokenBucket(InstantSource clock, Tokens tokens, BucketPlan plan) {
        this.clock = clock;
        this.tokens = tokens;
        this.plan = plan;
        this.before = plan;
    }

    @Override
    @Nullable
    Taken take(Plan asked, long hits, long now) {
        long nanos = now * NANOS_PER_MILLI;
        BucketPlan followed = follow((BucketPlan) asked, nanos);
        long most = followed.most();
        Taken taken;
        if (hits > 0 && hits <= most) {
            taken = tokens.take(hits, most, nanos);
            if (taken.within()) {
                touch();
            }
        } else {
            taken = tokens.look(most, hits == 0, nanos);
        }
        return closed ? null : taken;
    }

    @Override
    @Nullable
    Taken giveBack(Plan asked, long hits, long now) {
        if (closed) {
            return null;
        }
        long nanos = now * NANOS_PER_MILLI;
        BucketPlan followed = follow((BucketPlan) asked, nanos);
        if (hits > 0) {
            tokens.add(hits, nanos);
            touch();
        }
        // Where it was closed meanwhile, a successor has the same bucket, and without one it was full: never given
        // twice.
        Taken taken = tokens.look(followed.most(), true, nanos);
        return new Taken(true, taken.used(), taken.remaining(), taken.untilReset(), Taken.NEVER);
    }

    private BucketPlan follow(BucketPlan asked, long nanos) {
        // Other nodes' questions may bring equal plans that are not one object: nothing changes by them.
        if (plan != asked && !plan.same(asked)) {
            change(asked, nanos);
        }
        return asked;
    }

    /** One change at a time: of two, the bucket must not keep the configuration of the first. */
    private synchronized void change(BucketPlan asked, long nanos) {
        if (plan.same(asked)) {
            return;
        }
        tokens.follow(
                asked.configuration(),
                asked.tightens(plan) && !asked.same(before)
                        ? TokensInheritanceStrategy.PROPORTIONALLY
                        : TokensInheritanceStrategy.AS_IS,
                nanos);
        before = plan;
        plan = asked;
        touch();
    }

    @Override
    boolean retire() {
        if (!closed && !isTold() && tokens.full(nanos())) {
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
        if (tokens.full(nanos()) && !isTold()) {
            return null;
        }
        TokenBucket successor = new TokenBucket(clock, tokens, plan);
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
        long[] available = tokens.available(nanos());
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
        double untilNext = tokens.until(level + 1, nanos()) / (double) NANOS_PER_MILLI;
        return (long) Math.floor(perToken - untilNext);
    }

    private long nanos() {
        return clock.millis() * NANOS_PER_MILLI;
    }
}
