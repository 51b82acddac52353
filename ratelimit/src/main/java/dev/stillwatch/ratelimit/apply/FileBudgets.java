// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.limits.Domain;
import dev.stillwatch.ratelimit.limits.Limits;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import dev.stillwatch.ratelimit.limits.Rule;
import dev.stillwatch.ratelimit.reserve.Allowance;
import dev.stillwatch.ratelimit.reserve.Budget;
import dev.stillwatch.ratelimit.reserve.BudgetSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The budgets that the limits files give: {@code stillwatch.tokens} of each rule that takes a descriptor of the call,
 * multiplied with the domain's factor for the tier. New limits on the shelf hold from the next call on.
 */
public final class FileBudgets implements BudgetSource {
    private final LimitsShelf shelf;

    /** Budgets by what is on the shelf, also when there is nothing yet. */
    public FileBudgets(LimitsShelf shelf) {
        this.shelf = shelf;
    }

    @Override
    public List<Budget> of(LimitRequest request, Tier tier) throws UndecidedException {
        Limits limits = shelf.current();
        if (limits == null) {
            throw new UndecidedException("no limits are loaded");
        }
        Domain domain = limits.domain(request.domain());
        if (domain == null) {
            return List.of();
        }
        double factor = domain.settings().factor(tier);
        Map<String, Budget> budgets = new LinkedHashMap<>();
        for (Descriptor descriptor : generalFirst(request.descriptors())) {
            Rule rule = domain.find(descriptor.entries());
            if (rule != null && rule.tokens().isPresent()) {
                Allowance allowance = rule.tokens().get();
                String key = key(domain.name(), rule.countedUnder(descriptor.entries()));
                budgets.putIfAbsent(key, new Budget(key, factor == 1 ? allowance : allowance.times(factor)));
            }
        }
        return new ArrayList<>(budgets.values());
    }

    private static List<Descriptor> generalFirst(List<Descriptor> descriptors) {
        return descriptors.stream()
                .sorted(Comparator.comparingInt(one -> one.entries().size()))
                .toList();
    }

    /** With lengths, so that no text can be taken for two entries. */
    private static String key(String domain, List<Entry> entries) {
        StringBuilder key = new StringBuilder(domain);
        for (Entry entry : entries) {
            key.append(' ').append(entry.key().length()).append(':').append(entry.key());
            key.append('=').append(entry.value().length()).append(':').append(entry.value());
        }
        return key.toString();
    }
}
