// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.ratelimit.snapshot.CounterName.Kind;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import dev.stillwatch.ratelimit.snapshot.Round;
import io.github.bucket4j.TimeMeter;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Plans and budgets that are counted here, a bounded number. */
public final class OwnDraws implements Draws {
    private final LongSupplier nanos;
    private final PlanBuckets plans;
    private final PlanBuckets budgets;
    private final PlanBuckets shadowBudgets;

    /**
     * No plans yet; those that come begin from what was left of them.
     *
     * @param nanos a clock that never steps
     * @param most plans counted at most, and budgets
     * @param last what is known of plans and budgets from before
     * @param wall tells how long ago that was
     */
    public OwnDraws(LongSupplier nanos, int most, LastStates last, InstantSource wall) {
        this.nanos = nanos;
        TimeMeter meter = new SteadyMeter(nanos);
        this.plans = new PlanBuckets(most, meter, Kind.PLAN, last, wall);
        this.budgets = new PlanBuckets(most, meter, Kind.BUDGET, last, wall);
        this.shadowBudgets = new PlanBuckets(most, meter, Kind.SHADOW_BUDGET, last, wall);
    }

    @Override
    public Drawn draw(Drawing drawing) {
        long now = nanos.getAsLong();
        PlanTaken own = drawing.perHour() < 0
                ? null
                : ask(plans.of(drawing.subject(), drawing.perHour()), drawing.perHour(), drawing.looks(), now);
        if (drawing.ringPerHour() < 0 || own != null && !own.passes()) {
            return new Drawn(own, null);
        }
        PlanBucket budget = budgets(drawing).of(drawing.ring(), drawing.ringPerHour());
        PlanTaken shared = ask(budget, drawing.ringPerHour(), drawing.looks(), now);
        if (own != null && !shared.passes() && !drawing.looks()) {
            putBack(plans, drawing.subject(), drawing.perHour());
        }
        return new Drawn(own, shared);
    }

    @Override
    public void putBack(Drawing drawing) {
        if (drawing.looks()) {
            return;
        }
        putBack(plans, drawing.subject(), drawing.perHour());
        putBack(budgets(drawing), drawing.ring(), drawing.ringPerHour());
    }

    /**
     * Lets go of what another node has: should it stop, its plans begin here from what it told last, and not from what was
     * counted here before. Only what was told goes, when this is called for the second time since: to be called every ten
     * seconds or so.
     *
     * @param elsewhere whether another node decides on that subject or ring now
     */
    public void release(Predicate<String> elsewhere) {
        plans.release(elsewhere);
        budgets.release(elsewhere);
        shadowBudgets.release(elsewhere);
    }

    /** For whoever tells what plans and budgets hold. */
    public List<Round<?, ?>> rounds() {
        return List.of(plans.round(), budgets.round(), shadowBudgets.round());
    }

    /** Plans and budgets counted now. */
    int size() {
        return plans.size() + budgets.size() + shadowBudgets.size();
    }

    /** Plans and budgets that went before they had filled up. */
    long lost() {
        return plans.lost() + budgets.lost() + shadowBudgets.lost();
    }

    private PlanBuckets budgets(Drawing drawing) {
        return drawing.shadow() ? shadowBudgets : budgets;
    }

    private static PlanTaken ask(PlanBucket bucket, long perHour, boolean looks, long now) {
        return looks ? bucket.look(perHour, now) : bucket.take(perHour, now);
    }

    private static void putBack(PlanBuckets buckets, String subject, long perHour) {
        PlanBucket bucket = perHour < 0 ? null : buckets.get(subject);
        if (bucket != null) {
            bucket.putBack(perHour);
        }
    }

    /** Bucket4j's clock, from ours. */
    private record SteadyMeter(LongSupplier nanos) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
