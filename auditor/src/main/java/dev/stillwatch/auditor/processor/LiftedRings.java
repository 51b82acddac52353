// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.adjudicate.Forgiven;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What people lifted of rings that have ended, by name: a ring that ends for an epoch and comes back is the one that they
 * saw. Beside the rings' memories in one store, under keys that are no names of rings. Bounded by the acts, which people
 * write. One thread.
 */
final class LiftedRings {
    private static final String MARK = "lifted ";

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, Forgiven> lifted = new HashMap<>();

    LiftedRings(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Takes an entry of the store; says whether it was one of these. */
    boolean restore(Bytes key, byte[] value) {
        String name = new String(key.get(), StandardCharsets.UTF_8);
        if (!name.startsWith(MARK)) {
            return false;
        }
        lifted.put(name.substring(MARK.length()), Forgiven.decode(value));
        return true;
    }

    /** Keeps what was lifted of a ring that ends. */
    void keep(String ring, Forgiven forgiven) {
        if (forgiven.at() > 0) {
            lifted.put(ring, forgiven);
            store.put(key(ring), forgiven.encode());
        }
    }

    /** What was lifted of the last ring with this name. */
    Forgiven of(String ring) {
        return lifted.getOrDefault(ring, Forgiven.NOTHING);
    }

    /** Forgets it: the ring is back, and remembers it itself. */
    void forget(String ring) {
        if (lifted.remove(ring) != null) {
            store.delete(key(ring));
        }
    }

    private static Bytes key(String ring) {
        return Bytes.wrap((MARK + ring).getBytes(StandardCharsets.UTF_8));
    }
}
