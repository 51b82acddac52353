// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.limits.Domain;
import dev.stillwatch.ratelimit.limits.Limit;
import dev.stillwatch.ratelimit.limits.Limits;
import dev.stillwatch.ratelimit.limits.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Limits with everything that need not be worked out for each request. */
final class Compiled {
    private final Limits limits;
    private final Totals totals;
    private final @Nullable Applied[] byRule;
    private final boolean replacing;

    /** The totals have the names of these limits already. */
    Compiled(Limits limits, Totals totals) {
        this.limits = limits;
        this.totals = totals;
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

    /** What each descriptor is counted under; null where nothing limits it. */
    @Nullable
    Applied[] find(Domain domain, List<Descriptor> descriptors) {
        @Nullable Applied[] found = new Applied[descriptors.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = find(domain, descriptors.get(i));
        }
        if (replacing) {
            dropReplaced(found);
        }
        return found;
    }

    /** What a single descriptor is counted under; null where nothing limits it. */
    @Nullable
    Applied find(Domain domain, Descriptor descriptor) {
        if (descriptor.override().isPresent()) {
            return Applied.brought(descriptor.override().get(), totals.named(brought(domain.name())));
        }
        Rule rule = domain.find(descriptor.entries());
        return rule == null ? null : byRule[rule.number()];
    }

    /** What limits are called that gateways bring. */
    static String brought(String domain) {
        return domain + ".override";
    }

    /** Where a request under that limit is counted for metrics. */
    RuleTotals totals(Applied applied, Descriptor descriptor) {
        Rule rule = applied.rule();
        return rule != null && rule.namesMetricByValue()
                ? totals.of(rule, descriptor.entries(), applied.totals())
                : applied.totals();
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
