// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.decide;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import java.util.Optional;

/**
 * How the subject of a call stands, and what the gateway should do to the call besides letting it pass or not.
 *
 * @param subject account or ring, empty when the request names none
 * @param tier rung that is enforced now: {@code CLEAR} without a standing, and {@code WATCH} at most while in shadow
 * @param wouldBe rung that would be enforced without shadow mode
 * @param plan caps on the call and what to strip; {@link LimitPlan#NONE} when nothing is enforced
 * @param reason one plain sentence for people, empty when nothing is enforced
 * @param standingVersion version of the standing, 0 without one
 * @param visible whether the caller may be told: silent steps change no header
 * @param wouldRefuse which limit of the standing would have refused outside shadow mode; of a call that is refused, which
 *     of them did; empty when none. Limits of the file are told by {@link LimitResponse#spared}
 */
public record Treatment(
        String subject,
        Tier tier,
        Tier wouldBe,
        LimitPlan plan,
        String reason,
        long standingVersion,
        boolean visible,
        Optional<String> wouldRefuse) {
    /** Nothing known, nothing done. */
    public static final Treatment NONE =
            new Treatment("", Tier.CLEAR, Tier.CLEAR, LimitPlan.NONE, "", 0, true, Optional.empty());

    /** The same, of which the caller is not told. */
    public Treatment unseen() {
        return new Treatment(subject, tier, wouldBe, plan, reason, standingVersion, false, wouldRefuse);
    }

    /** The same with another limit that would have refused, or did. */
    public Treatment refusing(Optional<String> limit) {
        return new Treatment(subject, tier, wouldBe, plan, reason, standingVersion, visible, limit);
    }
}
