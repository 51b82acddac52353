// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.ratelimit.record.Spared;
import dev.stillwatch.ratelimit.standing.StandingLimiter;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What {@code /metrics} shows of any limiter's decisions: those about which it could not tell and how often that changed, and
 * how many shadow mode spares, never who.
 */
final class DecidingGauges {
    private DecidingGauges() {}

    static Map<String, LongSupplier> of(StandingLimiter limiter, Spared spared) {
        return Map.of(
                "limits.undecided", () -> limiter.tally().undecided(),
                "limits.undecided.changes", () -> limiter.tally().undecidedChanges(),
                "shadow.calls", () -> spared.byStandings().calls(),
                "shadow.customers", () -> spared.byStandings().customers(),
                "shadow.file.calls", () -> spared.byFile().calls(),
                "shadow.file.customers", () -> spared.byFile().customers());
    }
}
