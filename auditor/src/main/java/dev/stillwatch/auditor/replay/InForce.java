// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subject's standings as they take effect one after the other, and what was granted under the present one's plan in
 * the present hour of the clock. Times are asked for in ascending order.
 */
final class InForce {
    /** The order in which a subject's standings were issued. */
    static final Comparator<Standing> ORDER =
            Comparator.comparingLong(Standing::asOf).thenComparingLong(Standing::version);

    private static final long HOUR = 3_600_000;

    private final List<Standing> standings;
    private final long allowance;
    private @Nullable Standing now;
    private int next;
    private long hour = Long.MIN_VALUE;
    private long granted;

    /** None is in force yet; each takes effect at the end of its bucket plus the allowance, in milliseconds. */
    InForce(List<Standing> standings, long allowance) {
        this.standings = standings.stream().sorted(ORDER).toList();
        this.allowance = allowance;
    }

    /** The standing in force at the time if its tier limits, or null. */
    @Nullable
    Standing limiting(long time) {
        while (next < standings.size() && standings.get(next).asOf() + allowance <= time) {
            now = standings.get(next);
            next++;
        }
        return now != null && now.tier().atLeast(Tier.THROTTLE) ? now : null;
    }

    /** Whether the plan in force has nothing left to grant in the exchange's hour. */
    boolean exhausted(Asked asked) {
        Standing standing = limiting(asked.time());
        if (standing == null) {
            return false;
        }
        if (Math.floorDiv(asked.time(), HOUR) != hour) {
            hour = Math.floorDiv(asked.time(), HOUR);
            granted = 0;
        }
        long most = standing.plan().exchangesPerHour();
        return most >= 0 && granted >= most;
    }

    /** Counts an exchange that was answered, after {@link #exhausted} was asked about it. */
    void grant() {
        if (now != null && now.tier().atLeast(Tier.THROTTLE)) {
            granted++;
        }
    }

    /** Whether the plan in force alters the exchange: it asks for what is stripped or capped from restrict on. */
    boolean alters(Asked asked) {
        Standing standing = limiting(asked.time());
        if (standing == null || !standing.tier().atLeast(Tier.RESTRICT)) {
            return false;
        }
        LimitPlan plan = standing.plan();
        return plan.stripLogprobs() && asked.logprobs()
                || plan.stripReasoning() && asked.reasoning()
                || plan.choices() >= 0 && asked.choices() > plan.choices()
                || plan.maxTokens() >= 0 && asked.maxTokens() > plan.maxTokens();
    }
}
