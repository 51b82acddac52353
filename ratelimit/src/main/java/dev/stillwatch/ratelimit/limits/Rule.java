// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.limits;

import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.reserve.Allowance;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** One descriptor of a limits file, with those that it stands in. Compared by identity. */
public final class Rule {
    private final int number;
    private final String domain;
    private final List<Step> steps;
    private final boolean detailedMetric;
    private final Optional<Limit> limit;
    private final Optional<Allowance> tokens;
    private final Branch inner;
    private final boolean shares;
    private final boolean namesByValue;

    Rule(
            int number,
            String domain,
            List<Step> steps,
            boolean detailedMetric,
            Optional<Limit> limit,
            Optional<Allowance> tokens,
            Branch inner) {
        this.number = number;
        this.domain = domain;
        this.steps = List.copyOf(steps);
        this.detailedMetric = detailedMetric;
        this.limit = limit;
        this.tokens = tokens;
        this.inner = inner;
        this.shares = steps.stream().anyMatch(Step::shared);
        this.namesByValue = detailedMetric || steps.stream().anyMatch(Step::valueInMetric);
    }

    /** Number among the rules of its {@link Limits}, from 0. */
    public int number() {
        return number;
    }

    /** The name of its domain. */
    public String domain() {
        return domain;
    }

    /** The levels, outermost first. */
    List<Step> steps() {
        return steps;
    }

    /** The innermost level. */
    Step last() {
        return steps.get(steps.size() - 1);
    }

    /** Whether it is about one of these keys: its requests name one, so each of its limits is one account's. */
    public boolean names(Collection<String> keys) {
        return steps.stream().anyMatch(step -> keys.contains(step.pattern().key()));
    }

    /** The limit on requests; empty where everything passes. */
    public Optional<Limit> limit() {
        return limit;
    }

    /** Limits on tokens, money and concurrency, for admission of calls to models; empty where none are, and in shadow mode. */
    public Optional<Allowance> tokens() {
        return tokens;
    }

    Branch inner() {
        return inner;
    }

    /** Under which pairs a request that this rule takes is counted: its own, with the pattern in place of shared values. */
    public List<Entry> countedUnder(List<Entry> entries) {
        if (!shares) {
            return entries;
        }
        Entry[] counted = entries.toArray(new Entry[0]);
        for (int i = 0; i < counted.length; i++) {
            Step step = steps.get(i);
            if (step.shared()) {
                counted[i] = new Entry(entries.get(i).key(), step.pattern().value());
            }
        }
        return List.of(counted);
    }

    /** Whether the metric's name depends on the request's values. */
    public boolean namesMetricByValue() {
        return namesByValue;
    }

    /** The metric's name as the file alone gives it: {@code domain.key_value.key}, wildcards as they are written. */
    public String metric() {
        StringBuilder name = new StringBuilder(domain);
        for (Step step : steps) {
            append(name, step.pattern().key(), step.pattern().value());
        }
        return name.toString();
    }

    /** The metric's name for a request that this rule takes ({@code detailed_metric}, {@code value_to_metric}). */
    public String metric(List<Entry> entries) {
        StringBuilder name = new StringBuilder(domain);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean byValue = !step.shared() && (detailedMetric || step.valueInMetric());
            append(
                    name,
                    entries.get(i).key(),
                    byValue ? entries.get(i).value() : step.pattern().value());
        }
        return name.toString();
    }

    private static void append(StringBuilder name, String key, String value) {
        name.append('.').append(key);
        if (!value.isEmpty()) {
            name.append('_').append(value);
        }
    }
}
