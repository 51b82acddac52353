// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import java.util.Optional;

/**
 * What one call has asked of its subject's plan and of a shared budget.
 *
 * @param enforced of what refuses
 * @param shadow of what only shadow mode counts
 * @param block the limit that would let nothing pass outside shadow mode, which is certain without counting
 * @param ring whose budget was asked with the plan; empty when none is enforced
 */
record Asked(Draw enforced, Draw shadow, Optional<String> block, Optional<Applied> ring) {
    /** Nothing is limited. */
    static final Asked NOTHING = new Asked(Draw.NOTHING, Draw.NOTHING, Optional.empty(), Optional.empty());

    /** The limit that would have refused outside shadow mode, empty when none. */
    Optional<String> would() {
        return block.or(shadow::refusedBy);
    }

    /** Puts back what was taken: another limit refused the call. */
    void putBack(Draws draws) {
        enforced.putBack(draws);
        shadow.putBack(draws);
    }
}
