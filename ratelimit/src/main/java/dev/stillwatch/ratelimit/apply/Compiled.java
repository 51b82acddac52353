// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.limits.Domain;
import dev.stillwatch.ratelimit.limits.Limit;
import dev.stillwatch.ratelimit.limits.Limits;
import dev.stillwatch.ratelimit.limits.Rule;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Limits with everything that need not be worked out for each request. */
final class Compiled {
    private final Limits limits;
    private final Totals totals;
    private final @Nullable Applied[] byRule;
    private final boolean replacing;

    Compiled(Limits limits, Totals before) {
        this.limits = limits;
        this.totals = new Totals(limits, before);
        this.byRule = new Applied[limits.rules().size()];
        boolean any = false;
        for (Rule rule : limits.rules()) {
            if (rule.limit().isPresent()) {
                Limit limit = rule.limit().get();
                byRule[rule.number()] = Applied.of(rule, limit, totals.named(rule.metric()));
                any |= !limit.replaces().isEmpty();
            }
        }
        this.replacing = any;
    }

    Limits limits() {
        return limits;
    }

    Totals totals() {
        return totals;
    }

    /** What each descriptor is counted under; null where nothing limits it. */
    void find(Domain domain, Iterable<Descriptor> descriptors, @Nullable Applied[] found) {
        int i = 0;
        for (Descriptor descriptor : descriptors) {
            found[i++] = find(domain, descriptor);
        }
        if (replacing) {
            dropReplaced(found);
        }
    }

    private @Nullable Applied find(Domain domain, Descriptor descriptor) {
        if (descriptor.override().isPresent()) {
            return Applied.brought(descriptor.override().get(), totals.named(domain.name() + ".override"));
        }
        Rule rule = domain.find(descriptor.entries());
        return rule == null ? null : byRule[rule.number()];
    }

    /** A limit that another one of the request replaces is not looked at, and what it counted stays as it is. */
    private static void dropReplaced(@Nullable Applied[] found) {
        Set<String> replaced = new HashSet<>();
        for (Applied applied : found) {
            if (applied != null) {
                replaced.addAll(applied.limit().replaces());
            }
        }
        for (int i = 0; i < found.length; i++) {
            Applied applied = found[i];
            if (applied != null
                    && applied.plan() != null
                    && !applied.limit().name().isEmpty()
                    && replaced.contains(applied.limit().name())) {
                found[i] = null;
            }
        }
    }
}
