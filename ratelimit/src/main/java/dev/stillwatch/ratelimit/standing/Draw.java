// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one call has asked of its subject's plan and of the budget that the subject shares, and what came of it. */
final class Draw {
    /** Name of the subject's own limit. */
    static final String PLAN = "plan";

    /** Name of the limit that a ring shares. */
    static final String BUDGET = "budget";

    /** Nothing was asked. */
    static final Draw NOTHING = new Draw(null, Drawn.NOTHING);

    private final @Nullable Drawing asked;
    private final Drawn drawn;

    Draw(@Nullable Drawing asked, Drawn drawn) {
        this.asked = asked;
        this.drawn = drawn;
    }

    /** The limit that refuses, empty when none does. */
    Optional<String> refusedBy() {
        PlanTaken plan = drawn.plan();
        if (plan != null && !plan.passes()) {
            return Optional.of(PLAN);
        }
        return drawn.passes() ? Optional.empty() : Optional.of(BUDGET);
    }

    /** What the subject's own plan said, null when it was not asked. */
    @Nullable
    PlanTaken plan() {
        return drawn.plan();
    }

    /** What the limit that refuses said, null when none refuses. */
    @Nullable
    PlanTaken refusal() {
        PlanTaken plan = drawn.plan();
        if (plan != null && !plan.passes()) {
            return plan;
        }
        return drawn.passes() ? null : drawn.budget();
    }

    /** Puts back what was taken: another limit refused the call. */
    void putBack(Draws draws) {
        if (asked != null && !asked.looks() && drawn.passes()) {
            draws.putBack(asked);
        }
    }
}
