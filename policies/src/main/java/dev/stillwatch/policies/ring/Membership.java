// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.ring;

import dev.stillwatch.policies.standing.Family;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.List;
import java.util.Set;

/**
 * What an account inherits from the ring that it belongs to, from an epoch on and until the next one says otherwise. An
 * account belongs to one ring at most.
 *
 * @param account the account
 * @param ring id of the ring, which is also the id of the budget that its members share; empty when the account belongs
 *     to none any more
 * @param core whether it is tied itself, and not only seen with what the ring has in common
 * @param tier the tier that it inherits
 * @param families families that speak against the ring
 * @param scoreMilli the ring's score, in thousandths of a nat
 * @param plan what the account alone may do under that tier
 * @param mode whether the plan is enforced or only recorded
 * @param reasons plain sentences about the ring, heaviest first
 * @param policy policy id that judged the ring, {@code name@version}
 * @param since event time at which the tier began, milliseconds since 1970
 * @param asOf end of the epoch from which this holds, event time
 */
public record Membership(
        String account,
        String ring,
        boolean core,
        Tier tier,
        Set<Family> families,
        long scoreMilli,
        LimitPlan plan,
        Standing.Mode mode,
        List<String> reasons,
        String policy,
        long since,
        long asOf) {
    /** Copies the collections. */
    public Membership {
        families = Set.copyOf(families);
        reasons = List.copyOf(reasons);
    }

    /** An account that belongs to no ring from an epoch on. */
    public static Membership none(String account, long asOf) {
        return new Membership(
                account,
                "",
                false,
                Tier.CLEAR,
                Set.of(),
                0,
                LimitPlan.NONE,
                Standing.Mode.SHADOW,
                List.of(),
                "",
                asOf,
                asOf);
    }

    /** Whether the account belongs to a ring. */
    public boolean belongs() {
        return !ring.isEmpty();
    }
}
