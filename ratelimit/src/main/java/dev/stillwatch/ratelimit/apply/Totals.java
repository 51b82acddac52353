// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.limits.Limits;
import dev.stillwatch.ratelimit.limits.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Totals by metric name. Each rule has a name; rules that put the request's values into it ({@code detailed_metric},
 * {@code value_to_metric}) get one for each until there are {@link #MOST}, and count under the rule's own from then on.
 */
final class Totals {
    static final int MOST = 10_000;

    private final ConcurrentHashMap<String, RuleTotals> byName = new ConcurrentHashMap<>();

    /** All names of these limits are there from now on; of others that were there, as many as there is room for. */
    void hold(Limits limits) {
        Set<String> held = new HashSet<>();
        for (Rule rule : limits.rules()) {
            if (rule.limit().isPresent() && held.add(rule.metric())) {
                named(rule.metric());
            }
        }
        for (String name : byName.keySet()) {
            if (byName.size() > MOST && !held.contains(name)) {
                byName.remove(name);
            }
        }
    }

    RuleTotals named(String name) {
        RuleTotals known = byName.get(name);
        return known != null ? known : byName.computeIfAbsent(name, fresh -> new RuleTotals());
    }

    /** Those of a rule for one request. */
    RuleTotals of(Rule rule, List<Entry> entries, RuleTotals own) {
        String name = rule.metric(entries);
        return byName.size() < MOST ? named(name) : byName.getOrDefault(name, own);
    }

    Map<String, RuleTotals> all() {
        return Map.copyOf(byName);
    }
}
