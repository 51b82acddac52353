// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import org.jspecify.annotations.Nullable;

/**
 * What came of a {@link Drawing}. Where either does not pass, nothing was taken from the other.
 *
 * @param plan what the plan said, null when it was not asked
 * @param budget what the budget said, null when it was not asked, also because the plan did not pass
 */
public record Drawn(@Nullable PlanTaken plan, @Nullable PlanTaken budget) {
    /** Nothing was asked. */
    public static final Drawn NOTHING = new Drawn(null, null);

    /** Whether both gave what was asked. */
    public boolean passes() {
        return (plan == null || plan.passes()) && (budget == null || budget.passes());
    }
}
