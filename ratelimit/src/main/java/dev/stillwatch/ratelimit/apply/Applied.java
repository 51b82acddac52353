// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.count.BucketPlan;
import dev.stillwatch.ratelimit.count.Plan;
import dev.stillwatch.ratelimit.count.WindowPlan;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.limits.Limit;
import dev.stillwatch.ratelimit.limits.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A limit ready to be counted.
 *
 * @param rule where it comes from; null for one that the gateway brought
 * @param limit what the file says of it
 * @param plan how it is counted; null when it is unlimited
 * @param current the limit as gateways are told it
 * @param totals what it did
 */
record Applied(
        @Nullable Rule rule, Limit limit, @Nullable Plan plan, Optional<CurrentLimit> current, RuleTotals totals) {
    static Applied of(Rule rule, Limit limit, RuleTotals totals) {
        if (limit.rate().isEmpty()) {
            return new Applied(rule, limit, null, Optional.empty(), totals);
        }
        Rate rate = limit.rate().get();
        Optional<Rate> had = limit.shadow() || limit.quota() ? Optional.empty() : Optional.of(rate);
        return new Applied(
                rule, limit, plan(limit, rate), Optional.of(new CurrentLimit(rate, limit.name(), had)), totals);
    }

    /** A limit that the gateway brought: never a quota, never in shadow. */
    static Applied brought(Rate rate, RuleTotals totals) {
        Limit limit = new Limit(Optional.of(rate), "", List.of(), false, false, Map.of(), Optional.empty());
        return new Applied(
                null,
                limit,
                new WindowPlan(rate.unit(), rate.requests()),
                Optional.of(new CurrentLimit(rate, "")),
                totals);
    }

    /** Its name in the file, else that of its rule; of one that the gateway brought, the domain's word for those. */
    String label(String domain) {
        if (!limit.name().isEmpty()) {
            return limit.name();
        }
        return rule == null ? Compiled.brought(domain) : rule.metric();
    }

    List<Entry> countedUnder(List<Entry> entries) {
        return rule == null ? entries : rule.countedUnder(entries);
    }

    /** Which share of it a subject in that tier has; what the gateway brought is had in whole. */
    double share(DomainSettings settings, Tier tier) {
        return rule == null ? 1 : settings.factor(tier);
    }

    /** A bucket that never refills cannot be; a window of 0 refuses all the same. */
    private static Plan plan(Limit limit, Rate rate) {
        if (limit.bucket().isEmpty() || rate.requests() == 0) {
            return new WindowPlan(rate.unit(), rate.requests());
        }
        Limit.BucketSize size = limit.bucket().get();
        return new BucketPlan(rate.unit(), rate.requests(), size.burst(), size.strict());
    }
}
