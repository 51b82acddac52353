// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.ratelimit.decide.UndecidedException;

/** Where plans and budgets are: here, or with whom they belong to. Safe for any number of threads. */
public interface Draws {
    /**
     * Takes one from each, or looks. The plan is asked first, so that an exhausted account takes nothing from the others of
     * its ring; if the budget has none, the plan gets its one back.
     *
     * @throws UndecidedException when nobody can tell
     */
    Drawn draw(Drawing drawing) throws UndecidedException;

    /** Puts back what a drawing took that passed: another limit refused the call. */
    void putBack(Drawing drawing);
}
