// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.adjudicate.Contributed;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.wire.ContributionCodec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The latest contribution of each account that may still be asked for, in its store; the organisations of all these in
 * memory; and of accounts in rings what they told, decoded, so that an epoch decodes only what has changed.
 *
 * <p>Bounded by the accounts of one UTC day and those with a live link: at the end of a day whoever has no link left is
 * forgotten. Nothing can ask for it before it contributes again: whoever is in a ring has a link, links are written in
 * the buckets in which an account contributes, and the first bucket of an account's day always does. So what is kept
 * does not depend on when it was forgotten, nor on restarts. One thread.
 */
final class ContributionShelf {
    /** Accounts whose contribution is held decoded: some 100 MB. Those of further ones are decoded when asked for. */
    static final int MOST_DECODED = 32_768;

    private final KeyValueStore<Bytes, byte[]> store;
    private final ContributionCodec codec = new ContributionCodec();
    private final Map<String, String> orgs = new HashMap<>();
    private final Map<String, Contributed> decoded = new HashMap<>();

    /** As the store has it. */
    ContributionShelf(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                Contribution contribution = Wire.own(codec, entry.value);
                orgs.put(contribution.account(), contribution.org());
            }
        }
    }

    /** Takes an account's latest contribution; says whether its organisation is another than before. */
    boolean put(Contribution contribution, byte[] bytes) {
        store.put(key(contribution.account()), bytes);
        decoded.remove(contribution.account());
        String before = orgs.put(contribution.account(), contribution.org());
        return !contribution.org().equals(before == null ? "" : before);
    }

    /** The account's declared organisation; empty when it told none. */
    String org(String account) {
        return orgs.getOrDefault(account, "");
    }

    /** What an account in a ring told last; empty when it told nothing. */
    Optional<Contributed> latest(String account) {
        Contributed held = decoded.get(account);
        if (held != null) {
            return Optional.of(held);
        }
        byte[] bytes = store.get(key(account));
        if (bytes == null) {
            return Optional.empty();
        }
        Contributed told = Contributed.of(Wire.own(codec, bytes));
        if (decoded.size() < MOST_DECODED) {
            decoded.put(account, told);
        }
        return Optional.of(told);
    }

    /** Lets go of what an account told that is in no ring any more. */
    void release(String account) {
        decoded.remove(account);
    }

    boolean isEmpty() {
        return orgs.isEmpty();
    }

    /** Forgets the accounts that have no live link; call it at the end of a UTC day, when expired links have gone. */
    void keepOnly(Predicate<String> linked) {
        orgs.keySet().removeIf(account -> {
            boolean gone = !linked.test(account);
            if (gone) {
                store.delete(key(account));
                decoded.remove(account);
            }
            return gone;
        });
    }

    int decoded() {
        return decoded.size();
    }

    private static Bytes key(String account) {
        return Bytes.wrap(Wire.key(account));
    }
}
