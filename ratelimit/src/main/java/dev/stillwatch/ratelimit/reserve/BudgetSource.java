// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import java.util.List;

/** Which budgets a call is counted against. Safe for any number of threads. */
@FunctionalInterface
public interface BudgetSource {
    /**
     * The budgets of a call, the most general first, each key once; none when nothing is limited.
     *
     * @param request what the call would be counted under; its hits do not matter
     * @param treatment how its subject stands; {@link Treatment#NONE} gives what the file gives everybody
     * @throws UndecidedException when it cannot tell
     */
    List<Budget> of(LimitRequest request, Treatment treatment) throws UndecidedException;
}
