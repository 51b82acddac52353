// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.ratelimit.standing.PlanBucket.Taken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one call takes from its subject's plan and from the budget that the subject shares: from both or from neither. The
 * plan is asked first, so that an exhausted account takes nothing from the others of its ring.
 */
final class Draw {
    /** Name of the subject's own limit. */
    static final String PLAN = "plan";

    /** Name of the limit that a ring shares. */
    static final String BUDGET = "budget";

    /** Nothing was asked. */
    static final Draw NOTHING = new Draw(null, null, "", true);

    private final @Nullable Part plan;
    private final @Nullable Part budget;
    private final String refusedBy;
    private final boolean looked;

    private Draw(@Nullable Part plan, @Nullable Part budget, String refusedBy, boolean looked) {
        this.plan = plan;
        this.budget = budget;
        this.refusedBy = refusedBy;
        this.looked = looked;
    }

    /** A bucket and the number of exchanges an hour that it stands for. */
    record Source(PlanBucket bucket, long perHour) {}

    private record Part(Source source, Taken taken) {}

    /**
     * Takes one from each, or looks.
     *
     * @param plan the subject's own, null when it has no number
     * @param budget the shared one, null when there is none
     * @param looks whether nothing is to be taken
     */
    static Draw from(@Nullable Source plan, @Nullable Source budget, boolean looks, long now) {
        if (plan == null && budget == null) {
            return NOTHING;
        }
        Part own = plan == null ? null : ask(plan, looks, now);
        if (own != null && !own.taken().passes()) {
            return new Draw(own, null, PLAN, looks);
        }
        Part shared = budget == null ? null : ask(budget, looks, now);
        if (shared != null && !shared.taken().passes()) {
            if (own != null && !looks) {
                own.source().bucket().putBack(own.source().perHour());
            }
            return new Draw(own, shared, BUDGET, looks);
        }
        return new Draw(own, shared, "", looks);
    }

    /** The limit that refuses, empty when none does. */
    Optional<String> refusedBy() {
        return refusedBy.isEmpty() ? Optional.empty() : Optional.of(refusedBy);
    }

    /** What the subject's own plan said, null when it was not asked. */
    @Nullable
    Taken plan() {
        return plan == null ? null : plan.taken();
    }

    /** What the limit that refuses said, null when none refuses. */
    @Nullable
    Taken refusal() {
        return switch (refusedBy) {
            case PLAN -> plan == null ? null : plan.taken();
            case BUDGET -> budget == null ? null : budget.taken();
            default -> null;
        };
    }

    /** Puts back what was taken: another limit refused the call. */
    void putBack() {
        if (looked || !refusedBy.isEmpty()) {
            return;
        }
        if (plan != null) {
            plan.source().bucket().putBack(plan.source().perHour());
        }
        if (budget != null) {
            budget.source().bucket().putBack(budget.source().perHour());
        }
    }

    private static Part ask(Source source, boolean looks, long now) {
        PlanBucket bucket = source.bucket();
        return new Part(source, looks ? bucket.look(source.perHour(), now) : bucket.take(source.perHour(), now));
    }
}
