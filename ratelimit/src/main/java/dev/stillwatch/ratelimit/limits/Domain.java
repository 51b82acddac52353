// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import dev.stillwatch.ratelimit.decide.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of one domain. */
public final class Domain {
    private final String name;
    private final Branch root;
    private final DomainSettings settings;

    Domain(String name, Branch root, DomainSettings settings) {
        this.name = name;
        this.root = root;
        this.settings = settings;
    }

    /** Its name, never empty. */
    public String name() {
        return name;
    }

    /** Our settings. */
    public DomainSettings settings() {
        return settings;
    }

    /**
     * The rule for the pairs, level by level the most particular one; a level once taken is not gone back on. Null when
     * none has as many levels as there are pairs.
     */
    public @Nullable Rule find(List<Entry> entries) {
        Branch branch = root;
        Rule rule = null;
        for (int i = 0; i < entries.size(); i++) {
            rule = branch.find(entries.get(i));
            if (rule == null) {
                return null;
            }
            branch = rule.inner();
        }
        return rule;
    }
}
