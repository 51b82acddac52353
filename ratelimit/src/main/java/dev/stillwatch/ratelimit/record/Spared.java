// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.record;

import dev.stillwatch.policies.decision.LimitDecision.Outcome;

/**
 * Whom shadow mode spares.
 *
 * @param byStandings of whom a standing would have refused calls: whom a promotion would hit
 * @param byFile of whom only a limit of the file would have
 */
public record Spared(ShadowReport byStandings, ShadowReport byFile) {
    /** Nobody yet. */
    Spared() {
        this(new ShadowReport(Outcome.WOULD_REFUSE), new ShadowReport(Outcome.FILE_WOULD_REFUSE));
    }

    void add(Cell cell, long count) {
        byStandings.add(cell, count);
        byFile.add(cell, count);
    }
}
