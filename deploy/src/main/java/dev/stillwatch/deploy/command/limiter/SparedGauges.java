// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import dev.stillwatch.ratelimit.record.Spared;
import java.util.Map;
import java.util.function.LongSupplier;

/** What {@code /metrics} shows of those whom shadow mode spares: how many, never who. */
final class SparedGauges {
    private SparedGauges() {}

    static Map<String, LongSupplier> of(Spared spared) {
        return Map.of(
                "shadow.calls", () -> spared.byStandings().calls(),
                "shadow.customers", () -> spared.byStandings().customers(),
                "shadow.file.calls", () -> spared.byFile().calls(),
                "shadow.file.customers", () -> spared.byFile().customers());
    }
}
