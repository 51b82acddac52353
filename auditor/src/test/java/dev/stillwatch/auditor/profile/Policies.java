// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.profile;

import dev.stillwatch.auditor.signal.SignalCatalogue;
import dev.stillwatch.policies.policy.Owners;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.standing.Standing;
import java.util.List;
import java.util.Map;

/** Policies for tests. */
public final class Policies {
    private Policies() {}

    /** The default signals and nothing else. */
    public static Policy bare() {
        return with(Map.of(), List.of(), List.of());
    }

    public static Policy with(
            Map<String, Policy.PlanReference> plans, List<Policy.Owner> owners, List<Policy.ModelRelease> releases) {
        return new Policy(
                "test",
                1,
                0,
                "test",
                new Policy.Timing(60_000, 60_000, 60_000, 60_000, 3_600_000),
                SignalCatalogue.defaults(),
                new Policy.Ladder(
                        1500,
                        3000,
                        6000,
                        9000,
                        1000,
                        Map.of(),
                        1,
                        0.7,
                        new Policy.PlanSizing(0.5, 0.2, 1, 1000, 1, 86_400_000, 86_400_000)),
                Standing.Mode.SHADOW,
                new Owners(owners),
                List.of(),
                List.of(),
                plans,
                releases,
                List.of(),
                List.of());
    }
}
