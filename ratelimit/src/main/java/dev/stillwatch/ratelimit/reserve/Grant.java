// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.reserve;

import dev.stillwatch.policies.standing.LimitPlan;
import java.util.List;

/**
 * What the caller's standing leaves a call that asks to be admitted. Its exchange was counted before, where calls at other
 * doors are counted too.
 *
 * @param caps most tokens and choices of the call, {@link LimitPlan#NONE} when nothing is enforced; its numbers of an hour
 *     are not read
 * @param shares what the standing's subject may still have, and whoever shares with it, each key once
 * @param putBack gives the exchange back; run once unless the call is held by a new reservation
 */
public record Grant(LimitPlan caps, List<Budget> shares, Runnable putBack) {
    /** Of a call whose caller has no standing. */
    public static final Grant NONE = new Grant(LimitPlan.NONE, List.of(), () -> {});

    /** Copies the list. */
    public Grant {
        shares = List.copyOf(shares);
    }
}
