// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.limits.Limits;
import dev.stillwatch.ratelimit.limits.Rule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Totals by metric name. Each rule has a name; rules that put the request's values into it ({@code detailed_metric},
 * {@code value_to_metric}) get one for each until there are {@link #MOST}, and count under the rule's own from then on.
 */
final class Totals {
    static final int MOST = 10_000;

    private final ConcurrentHashMap<String, RuleTotals> byName = new ConcurrentHashMap<>();

    /** The totals of these limits; names that were there before go on. */
    Totals(Limits limits, Totals before) {
        for (Rule rule : limits.rules()) {
            if (rule.limit().isPresent()) {
                RuleTotals known = before.byName.get(rule.metric());
                byName.put(rule.metric(), known == null ? new RuleTotals() : known);
            }
        }
        before.byName.forEach((name, totals) -> {
            if (byName.size() < MOST) {
                byName.putIfAbsent(name, totals);
            }
        });
    }

    private Totals() {}

    static Totals none() {
        return new Totals();
    }

    RuleTotals named(String name) {
        RuleTotals known = byName.get(name);
        return known != null ? known : byName.computeIfAbsent(name, fresh -> new RuleTotals());
    }

    /** Those of a rule for one request. */
    RuleTotals of(Rule rule, List<Entry> entries, RuleTotals own) {
        String name = rule.metric(entries);
        RuleTotals known = byName.get(name);
        return known != null || byName.size() >= MOST ? (known != null ? known : own) : named(name);
    }

    Map<String, RuleTotals> all() {
        return Map.copyOf(byName);
    }
}
