// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.wire.PolicyCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The policy book as the global store has it, read again when the store changed. One thread. */
final class PolicyShelf {
    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
    private final PolicyCodec codec = new PolicyCodec();
    private final Policy fallback;
    private Map<Bytes, byte[]> seen = Map.of();
    private PolicyBook book;

    PolicyShelf(ReadOnlyKeyValueStore<Bytes, byte[]> store, Policy fallback) {
        this.store = store;
        this.fallback = fallback;
        this.book = new PolicyBook(List.of(fallback));
        refresh();
    }

    PolicyBook book() {
        return book;
    }

    /** Reads the store again; says whether the book changed. */
    boolean refresh() {
        Map<Bytes, byte[]> now = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                now.put(entry.key, entry.value);
            }
        }
        if (same(now)) {
            return false;
        }
        List<Policy> policies = new ArrayList<>();
        now.values().forEach(bytes -> policies.add(Wire.own(codec, bytes)));
        book = new PolicyBook(policies.isEmpty() ? List.of(fallback) : policies);
        seen = now;
        return true;
    }

    private boolean same(Map<Bytes, byte[]> now) {
        return now.keySet().equals(seen.keySet())
                && now.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), seen.get(e.getKey())));
    }
}
