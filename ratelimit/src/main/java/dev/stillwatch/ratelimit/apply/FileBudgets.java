// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.apply;

import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.limits.Domain;
import dev.stillwatch.ratelimit.limits.DomainSettings;
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
 * multiplied with the domain's factor for the tier where the subject alone is counted. A budget that others are counted
 * with is theirs too: it would change back and forth with each caller, and every change to less costs all of them what
 * is left. New limits on the shelf hold from the next call on.
 */
public final class FileBudgets implements BudgetSource {
    private final LimitsShelf shelf;
    private final Modes modes;

    /** Budgets by what is on the shelf, also when there is nothing yet; none in shadow mode, which refuses nothing. */
    public FileBudgets(LimitsShelf shelf, Modes modes) {
        this.shelf = shelf;
        this.modes = modes;
    }

    @Override
    public List<Budget> of(LimitRequest request, Treatment treatment) throws UndecidedException {
        Limits limits = shelf.current();
        if (limits == null) {
            throw new UndecidedException("no limits are loaded");
        }
        Domain domain = limits.domain(request.domain());
        if (domain == null || modes.shadow()) {
            return List.of();
        }
        double factor = domain.settings().factor(treatment.tier());
        Map<String, Budget> budgets = new LinkedHashMap<>();
        for (Descriptor descriptor : generalFirst(request.descriptors())) {
            Rule rule = domain.find(descriptor.entries());
            if (rule != null && rule.tokens().isPresent()) {
                Allowance allowance = rule.tokens().get();
                List<Entry> counted = rule.countedUnder(descriptor.entries());
                boolean scaled = factor != 1 && isOfSubject(counted, domain.settings(), treatment.subject());
                String key = key(domain.name(), counted);
                budgets.putIfAbsent(key, new Budget(key, scaled ? allowance.times(factor) : allowance));
            }
        }
        return new ArrayList<>(budgets.values());
    }

    /** Shared values have given way to their pattern, so a budget of a pattern is nobody's. */
    private static boolean isOfSubject(List<Entry> counted, DomainSettings settings, String subject) {
        return counted.stream()
                .anyMatch(entry ->
                        entry.value().equals(subject) && settings.subjects().contains(entry.key()));
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
