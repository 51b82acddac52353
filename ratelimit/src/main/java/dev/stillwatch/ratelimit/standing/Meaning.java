// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.function.LongPredicate;

/**
 * What a standing comes to with what people decided. Free of locks. What it came to is kept with the standing while nothing
 * can have changed it ({@link Kept}), because a decision has no time to work it out anew.
 */
final class Meaning {
    private final Shelf shelf;
    private final ActBook acts;
    private final LongPredicate stopped;

    /**
     * What standings come to.
     *
     * @param stopped whether everything is in shadow mode at an instant
     */
    Meaning(Shelf shelf, ActBook acts, LongPredicate stopped) {
        this.shelf = shelf;
        this.acts = acts;
        this.stopped = stopped;
    }

    /** What it comes to at an instant of the clock that never steps. */
    Applied of(Held held, long now) {
        // Read first: an act that comes while this works makes what is kept out of date.
        long changes = acts.changes();
        Kept kept = held.kept();
        if (kept != null && kept.holds(changes, now)) {
            return kept.applied();
        }
        Applied applied = worked(held, now);
        if (held.standing().tier() != Tier.SUSPEND) {
            held.keep(new Kept(applied, changes, now, lasts(held, now)));
        }
        return applied;
    }

    /** Until an act that it depends on ends. A suspension is not kept: it depends on the ring's standing, too. */
    private long lasts(Held held, long now) {
        Standing standing = held.standing();
        long onSubject = acts.onSubject(standing.subject()).lasts(now);
        long onPolicy = Math.min(
                acts.onPolicy(held.policyName()).lasts(now),
                acts.onPolicy(standing.policy()).lasts(now));
        return Math.min(acts.onLimiter().lasts(now), Math.min(onSubject, onPolicy));
    }

    private Applied worked(Held held, long now) {
        Tier wouldBe = ruled(held, now);
        Tier tier = enforced(held, wouldBe, now);
        return Applied.of(
                held.standing(),
                tier,
                wouldBe,
                plan(held, tier.atLeast(Tier.THROTTLE) ? tier : Tier.CLEAR),
                plan(held, wouldBe));
    }

    /** The rung after what people decided about the subject. */
    private Tier ruled(Held held, long now) {
        Standing standing = held.standing();
        Rulings rulings = acts.onSubject(standing.subject());
        Tier tier = standing.tier();
        if (rulings.lifts(standing.asOf(), now)) {
            return Tier.CLEAR;
        }
        if (rulings.suppresses(now)) {
            return least(tier, Tier.WATCH);
        }
        return tier == Tier.SUSPEND && !approved(held, rulings, now) ? Tier.RESTRICT : tier;
    }

    /** A member's suspension may be its ring's: the judge has then already taken everything from its plan. */
    private boolean approved(Held held, Rulings rulings, long now) {
        if (rulings.approves(held, now)) {
            return true;
        }
        Standing standing = held.standing();
        if (standing.plan().exchangesPerHour() != 0 || standing.ring().equals(standing.subject())) {
            return false;
        }
        Held ring = shelf.get(standing.ring());
        return ring != null
                && !ring.expired(now)
                && ring.standing().tier() == Tier.SUSPEND
                && acts.onSubject(standing.ring()).approves(ring, now);
    }

    /** The rung that is out of shadow mode. */
    private Tier enforced(Held held, Tier wouldBe, long now) {
        if (stopped.test(now)) {
            return least(wouldBe, Tier.WATCH);
        }
        Standing standing = held.standing();
        if (standing.mode() == Standing.Mode.ENFORCE) {
            return wouldBe;
        }
        Tier byName = acts.onPolicy(held.policyName()).promoted(now);
        Tier byId = acts.onPolicy(standing.policy()).promoted(now);
        Tier promoted = byName.atLeast(byId) ? byName : byId;
        return promoted.atLeast(Tier.THROTTLE) ? least(wouldBe, promoted) : least(wouldBe, Tier.WATCH);
    }

    /** The standing's own numbers, with what the rung adds to them. */
    private static LimitPlan plan(Held held, Tier rung) {
        LimitPlan sized = held.sized();
        return switch (rung) {
            case CLEAR, WATCH -> LimitPlan.NONE;
            case THROTTLE -> new LimitPlan(sized.exchangesPerHour(), sized.outputTokensPerHour(), -1, -1, false, false);
            case RESTRICT -> sized;
            case SUSPEND -> Applied.BLOCK;
        };
    }

    private static Tier least(Tier one, Tier other) {
        return one.atLeast(other) ? other : one;
    }
}
