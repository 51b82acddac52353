// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.standing;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Treatment;
import java.util.List;
import java.util.Optional;

/**
 * What a standing comes to now, with what people decided about it.
 *
 * @param standing the latest of the subject
 * @param tier rung that is enforced, {@code WATCH} at most while nothing is
 * @param wouldBe rung that would be enforced if nothing were in shadow mode; not below {@code tier}
 * @param plan what is enforced; {@link LimitPlan#NONE} when nothing is
 * @param wouldPlan what would be enforced at {@code wouldBe}
 * @param treatment how gateways are told it where the rung is visible
 */
public record Applied(
        Standing standing, Tier tier, Tier wouldBe, LimitPlan plan, LimitPlan wouldPlan, Treatment treatment) {
    /** A plan that lets nothing pass. */
    static final LimitPlan BLOCK = new LimitPlan(0, 0, 0, 0, true, true);

    /** What that standing comes to. */
    static Applied of(Standing standing, Tier tier, Tier wouldBe, LimitPlan plan, LimitPlan wouldPlan) {
        List<String> reasons = standing.reasons();
        String reason = tier.atLeast(Tier.THROTTLE) && !reasons.isEmpty() ? reasons.get(0) : "";
        Treatment treatment = new Treatment(
                standing.subject(), tier, wouldBe, plan, reason, standing.version(), true, Optional.empty());
        return new Applied(standing, tier, wouldBe, plan, wouldPlan, treatment);
    }

    /** Whether anything is enforced. */
    public boolean enforced() {
        return tier.atLeast(Tier.THROTTLE);
    }

    /** Whether anything is enforced, or would be outside shadow mode. */
    public boolean limits() {
        return wouldBe.atLeast(Tier.THROTTLE);
    }

    /** Whether no call of the subject may pass. */
    public boolean blocked() {
        return enforced() && plan.exchangesPerHour() == 0;
    }

    /** Whether no call would pass if nothing were in shadow mode, and some do. */
    boolean wouldBlock() {
        return wouldPlan.exchangesPerHour() == 0 && !blocked();
    }

    /** Exchanges an hour that are enforced, or else that would be; negative for no limit. */
    long counted() {
        return (enforced() ? plan : wouldPlan).exchangesPerHour();
    }
}
