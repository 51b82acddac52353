// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import dev.stillwatch.ratelimit.decide.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one level. The most particular one is taken: key and value as they are, then the first wildcard of the
 * file, then the key alone. Key and value are compared each by itself, not joined to one text: {@code a_b} with
 * {@code c} is never {@code a} with {@code b_c}.
 */
final class Branch {
    static final Branch NONE = new Branch(Map.of(), List.of(), Map.of());

    private final Map<Entry, Rule> exact;
    private final Rule[] wildcards;
    private final Map<String, Rule> byKey;

    Branch(Map<Entry, Rule> exact, List<Rule> wildcards, Map<String, Rule> byKey) {
        // Not Map.copyOf: a look-up there divides, and there is one for each pair of each request.
        this.exact = new HashMap<>(exact);
        this.wildcards = wildcards.toArray(new Rule[0]);
        this.byKey = new HashMap<>(byKey);
    }

    @Nullable
    Rule find(Entry entry) {
        if (!exact.isEmpty()) {
            Rule rule = exact.get(entry);
            if (rule != null) {
                return rule;
            }
        }
        for (Rule rule : wildcards) {
            if (rule.last().takes(entry)) {
                return rule;
            }
        }
        return byKey.get(entry.key());
    }
}
