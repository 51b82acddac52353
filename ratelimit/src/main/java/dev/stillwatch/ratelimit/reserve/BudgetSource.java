// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import java.util.List;

/** Which budgets a call is counted against. Safe for any number of threads. */
@FunctionalInterface
public interface BudgetSource {
    /**
     * The budgets of a call, the most general first, each key once; none when nothing is limited.
     *
     * @param request what the call would be counted under; its hits do not matter
     * @param tier rung that is enforced on its subject
     * @throws UndecidedException when it cannot tell
     */
    List<Budget> of(LimitRequest request, Tier tier) throws UndecidedException;
}
