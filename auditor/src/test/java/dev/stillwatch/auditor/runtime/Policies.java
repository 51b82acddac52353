// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.policies.policy.Owners;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.policy.SourceMapping;
import dev.stillwatch.policies.standing.Standing;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Policies for tests. */
public final class Policies {
    /** One-minute buckets, one minute of allowance, no signal; Vertex rows and OpenTelemetry's spans are joined with what tells the rest. */
    public static final Policy TEST = new Policy(
            "test",
            1,
            0,
            "test",
            new Policy.Timing(60_000, 60_000, 300_000, 120_000, 3_600_000),
            Map.of(),
            new Policy.Ladder(
                    1_000,
                    3_000,
                    6_000,
                    9_000,
                    500,
                    Map.of(),
                    1,
                    0.5,
                    new Policy.PlanSizing(0.25, 0.1, 5, 512, 1, 86_400_000, 172_800_000)),
            Standing.Mode.SHADOW,
            new Owners(List.of()),
            List.of(),
            List.of(joined("vertex"), joined("otel")),
            Map.of(),
            List.of(),
            List.of(),
            List.of());

    private Policies() {}

    private static SourceMapping joined(String format) {
        return new SourceMapping(format, "", Optional.of(SourceMapping.Join.DEFAULT), List.of(), Map.of());
    }
}
