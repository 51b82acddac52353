// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.intake.SourceMap;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.wire.PolicyCodec;
import dev.stillwatch.policies.wire.WireException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policy book as the global store has it, read again when the store changed. One thread. */
final class PolicyShelf {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyShelf.class);
    private static final PolicyCodec CODEC = new PolicyCodec();

    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
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
        // A store that is restored may hold what the processor would not have let in.
        now.values().forEach(bytes -> usable(bytes).ifPresent(policies::add));
        book = new PolicyBook(policies.isEmpty() ? List.of(fallback) : policies);
        seen = now;
        return true;
    }

    /** The policy of a snapshot; empty, and said in the log, when it does not decode or its paths are none. */
    static Optional<Policy> usable(byte[] snapshot) {
        try {
            Policy policy = CODEC.decode(snapshot);
            SourceMap.of(policy.sources());
            return Optional.of(policy);
        } catch (WireException e) {
            LOG.warn("policy ignored fault={} reason={}", e.fault(), e.getMessage());
        } catch (IllegalArgumentException e) {
            LOG.warn("policy ignored reason={}", e.getMessage());
        }
        return Optional.empty();
    }

    private boolean same(Map<Bytes, byte[]> now) {
        return now.keySet().equals(seen.keySet())
                && now.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), seen.get(e.getKey())));
    }
}
