// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Standings of these tests: enforced, or in shadow mode, for a week. */
final class Standings {
    private static final long DAY = Duration.ofDays(1).toMillis();

    private Standings() {}

    static Standing of(String subject, Tier tier, long perHour, String ring, Standing.Mode mode, long version) {
        return new Standing(
                subject,
                tier,
                Set.of(Family.CONTENT),
                9_000,
                new LimitPlan(perHour, -1, -1, -1, false, false),
                ring,
                ring,
                mode,
                List.of("Asks for what a copy would learn from."),
                "default@3",
                version,
                TestClock.MIDNIGHT,
                TestClock.MIDNIGHT,
                7 * DAY,
                7 * DAY);
    }

    static Standing enforced(String subject, long perHour, String ring) {
        return of(subject, Tier.RESTRICT, perHour, ring, Standing.Mode.ENFORCE, 1);
    }
}
