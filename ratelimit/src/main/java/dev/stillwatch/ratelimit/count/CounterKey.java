// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import dev.stillwatch.ratelimit.decide.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a counter is found by: domain, pairs, and how it is counted, so that a window of an hour is not taken for one of a
 * minute. Nothing is joined to text; the hash is computed once. Ordered, so that keys whose hashes somebody made collide
 * are still found by few comparisons ({@link java.util.concurrent.ConcurrentHashMap} keeps them in a tree).
 */
public final class CounterKey implements Comparable<CounterKey> {
    private static final int BUCKET = -1;

    private final String domain;
    private final List<Entry> entries;
    private final int kind;
    private final int hash;

    /** The key of the pairs under a plan. The list must not change. */
    public CounterKey(String domain, List<Entry> entries, Plan plan) {
        this.domain = domain;
        this.entries = entries;
        this.kind = plan instanceof BucketPlan ? BUCKET : plan.unit().ordinal();
        int sum = 31 * domain.hashCode() + kind;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            sum = 31 * (31 * sum + entry.key().hashCode()) + entry.value().hashCode();
        }
        this.hash = sum;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof CounterKey key) || hash != key.hash || kind != key.kind) {
            return false;
        }
        int size = entries.size();
        if (size != key.entries.size() || !domain.equals(key.domain)) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (!entries.get(i).equals(key.entries.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(CounterKey other) {
        int order = Integer.compare(kind, other.kind);
        order = order != 0 ? order : domain.compareTo(other.domain);
        order = order != 0 ? order : Integer.compare(entries.size(), other.entries.size());
        for (int i = 0; order == 0 && i < entries.size(); i++) {
            Entry mine = entries.get(i);
            Entry yours = other.entries.get(i);
            order = mine.key().compareTo(yours.key());
            order = order != 0 ? order : mine.value().compareTo(yours.value());
        }
        return order;
    }

    @Override
    public String toString() {
        return domain + entries;
    }
}
