// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.exchange.Field;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a gateway would have done to an account's exchanges under its standings, in event time: pure. A standing is
 * taken to act from the end of its bucket plus the lateness allowance. Its plan grants a number of exchanges an hour of
 * the clock; from restrict on, it also alters exchanges that ask for what it strips or caps.
 */
final class PlanReplay {
    private static final long HOUR = 3_600_000;
    private static final Comparator<Standing> ORDER =
            Comparator.comparingLong(Standing::asOf).thenComparingLong(Standing::version);

    private final List<Standing> standings;
    private final long allowance;

    PlanReplay(List<Standing> standings, long allowance) {
        this.standings = standings.stream().sorted(ORDER).toList();
        this.allowance = allowance;
    }

    /** What matters of one exchange. */
    record Asked(long time, String id, boolean logprobs, boolean reasoning, int choices, int maxTokens) {
        /** Order of judging. */
        static final Comparator<Asked> ORDER =
                Comparator.comparingLong(Asked::time).thenComparing(Asked::id);

        static Asked of(Exchange exchange) {
            Exchange.Demand demand = exchange.demand();
            boolean logprobs = exchange.has(Field.LOGPROBS) && demand.logprobs()
                    || exchange.has(Field.LOGIT_BIAS) && demand.biasedTokens() > 0;
            boolean reasoning = exchange.has(Field.REASONING_EFFORT) && demand.reasoning()
                    || exchange.has(Field.REASONING_TOKENS) && exchange.supply().reasoningTokens() > 0;
            return new Asked(
                    exchange.time(),
                    exchange.id(),
                    logprobs,
                    reasoning,
                    exchange.has(Field.CHOICES) ? demand.choices() : 0,
                    exchange.has(Field.MAX_TOKENS) ? demand.maxTokens() : 0);
        }
    }

    /**
     * Index of the first exchange that would have been refused or altered.
     *
     * @param asked the account's exchanges in the order of {@link Asked#ORDER}
     */
    OptionalInt firstAction(List<Asked> asked) {
        int next = 0;
        Tier tier = Tier.CLEAR;
        LimitPlan plan = LimitPlan.NONE;
        long hour = Long.MIN_VALUE;
        long granted = 0;
        for (int i = 0; i < asked.size(); i++) {
            Asked one = asked.get(i);
            while (next < standings.size() && standings.get(next).asOf() + allowance <= one.time()) {
                tier = standings.get(next).tier();
                plan = standings.get(next).plan();
                next++;
            }
            if (!tier.atLeast(Tier.THROTTLE)) {
                continue;
            }
            if (Math.floorDiv(one.time(), HOUR) != hour) {
                hour = Math.floorDiv(one.time(), HOUR);
                granted = 0;
            }
            if (altered(one, tier, plan) || plan.exchangesPerHour() >= 0 && granted >= plan.exchangesPerHour()) {
                return OptionalInt.of(i);
            }
            granted++;
        }
        return OptionalInt.empty();
    }

    private static boolean altered(Asked one, Tier tier, LimitPlan plan) {
        return tier.atLeast(Tier.RESTRICT)
                && (plan.stripLogprobs() && one.logprobs()
                        || plan.stripReasoning() && one.reasoning()
                        || plan.choices() >= 0 && one.choices() > plan.choices()
                        || plan.maxTokens() >= 0 && one.maxTokens() > plan.maxTokens());
    }
}
