// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.count;

import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.snapshot.CounterName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a counter is found by: domain, pairs, and how it is counted, so that a window of an hour is not taken for one of a
 * minute. Nothing is joined to text; the hash is computed once; the first pair, mostly the only one, is held without
 * detours, because where there are many keys each detour is a wait for memory. Ordered, so that keys whose hashes somebody
 * made collide are still found by few comparisons ({@link java.util.concurrent.ConcurrentHashMap} keeps them in a tree).
 */
public final class CounterKey implements Comparable<CounterKey> {
    private static final int BUCKET = -1;

    /** Characters of a key that take about as much memory as a counter. */
    private static final int LONG = 256;

    /** What a pair takes beside its texts, in characters. */
    private static final int PAIR = 64;

    private final String domain;
    private final String key;
    private final String value;
    private final List<Entry> more;
    private final int kind;
    private final int hash;

    /** The key of the pairs, at least one, under a plan. The list must not change. */
    public CounterKey(String domain, List<Entry> entries, Plan plan) {
        Entry first = entries.get(0);
        int size = entries.size();
        this.domain = domain;
        this.key = first.key();
        this.value = first.value();
        this.more = size == 1 ? List.of() : entries.subList(1, size);
        this.kind = plan instanceof BucketPlan ? BUCKET : plan.unit().ordinal();
        int sum = 31 * (31 * (31 * domain.hashCode() + kind) + key.hashCode()) + value.hashCode();
        for (int i = 1; i < size; i++) {
            Entry entry = entries.get(i);
            sum = 31 * (31 * sum + entry.key().hashCode()) + entry.value().hashCode();
        }
        this.hash = sum;
    }

    private CounterKey(CounterKey same, UnaryOperator<String> oneCopy) {
        this.domain = same.domain;
        this.key = oneCopy.apply(same.key);
        this.value = same.value;
        List<Entry> kept = new ArrayList<>();
        same.more.forEach(entry -> kept.add(new Entry(oneCopy.apply(entry.key()), entry.value())));
        this.more = List.copyOf(kept);
        this.kind = same.kind;
        this.hash = same.hash;
    }

    /** An equal key to be kept: it holds the pairs' keys in one copy for all, and nothing of the request but values. */
    CounterKey kept(UnaryOperator<String> oneCopy) {
        return new CounterKey(this, oneCopy);
    }

    /**
     * How many keys of usual length it takes the memory of: one for a few short pairs, one more for each 256 characters.
     */
    int weight() {
        int length = key.length() + value.length();
        for (Entry entry : more) {
            length += PAIR + entry.key().length() + entry.value().length();
        }
        return 1 + length / LONG;
    }

    /** Whose limit it is. */
    public String domain() {
        return domain;
    }

    /** The pairs, in their order. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(1 + more.size());
        entries.add(new Entry(key, value));
        entries.addAll(more);
        return entries;
    }

    /** What it is called outside this limiter. */
    public CounterName name() {
        List<String> texts = new ArrayList<>();
        texts.add(kind == BUCKET ? "bucket" : Unit.values()[kind].label());
        texts.addAll(List.of(domain, key, value));
        more.forEach(entry -> texts.addAll(List.of(entry.key(), entry.value())));
        return new CounterName(CounterName.Kind.LIMIT, texts);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof CounterKey that
                        && hash == that.hash
                        && kind == that.kind
                        && value.equals(that.value)
                        && key.equals(that.key)
                        && domain.equals(that.domain)
                        && (more.isEmpty() ? that.more.isEmpty() : more.equals(that.more)));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(CounterKey other) {
        int order = Integer.compare(kind, other.kind);
        order = order != 0 ? order : domain.compareTo(other.domain);
        order = order != 0 ? order : key.compareTo(other.key);
        order = order != 0 ? order : value.compareTo(other.value);
        order = order != 0 ? order : Integer.compare(more.size(), other.more.size());
        for (int i = 0; order == 0 && i < more.size(); i++) {
            Entry mine = more.get(i);
            Entry yours = other.more.get(i);
            order = mine.key().compareTo(yours.key());
            order = order != 0 ? order : mine.value().compareTo(yours.value());
        }
        return order;
    }

    /** {@code domain[key=value, ...]}. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(domain).append('[').append(key).append('=').append(value);
        more.forEach(entry -> text.append(", ").append(entry.key()).append('=').append(entry.value()));
        return text.append(']').toString();
    }
}
