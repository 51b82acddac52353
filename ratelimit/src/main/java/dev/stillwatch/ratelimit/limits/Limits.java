// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that was read from the limits files at one time. Compared by identity. */
public final class Limits {
    private final Map<String, Domain> domains;
    private final List<Rule> rules;

    Limits(Map<String, Domain> domains, List<Rule> rules) {
        this.domains = Collections.unmodifiableMap(new HashMap<>(domains));
        this.rules = List.copyOf(rules);
    }

    /** The domain of that name, or null. */
    public @Nullable Domain domain(String name) {
        return domains.get(name);
    }

    /** All domains by name. */
    public Map<String, Domain> domains() {
        return domains;
    }

    /** All rules of all domains, each at its number. */
    public List<Rule> rules() {
        return rules;
    }
}
