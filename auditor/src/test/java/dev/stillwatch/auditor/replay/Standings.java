// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Set;

/** Standings and memberships made by hand. */
final class Standings {
    private static final long DAY = 86_400_000;

    private Standings() {}

    /** A standing whose version is its time. */
    static Standing of(String subject, Tier tier, LimitPlan plan, String ring, long asOf) {
        return new Standing(
                subject,
                tier,
                Set.of(Family.IDENTITY, Family.CONTENT),
                4_500,
                plan,
                ring,
                ring,
                Standing.Mode.SHADOW,
                List.of("one template, four cards"),
                "policy@1",
                asOf,
                asOf,
                asOf,
                DAY,
                DAY);
    }

    static Membership member(String account, String ring, boolean core, long asOf) {
        return new Membership(
                account,
                ring,
                core,
                Tier.THROTTLE,
                Set.of(Family.CONTENT),
                4_500,
                LimitPlan.NONE,
                Standing.Mode.SHADOW,
                List.of(),
                "policy@1",
                asOf,
                asOf);
    }
}
