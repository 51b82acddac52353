// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.DeploymentKey.KeyedHash;
import java.util.LinkedHashMap;
import java.util.Map;

/** A keyed hash of names that repeat: remembers the last ones. For one thread. */
final class ArtefactHash {
    private static final int REMEMBERED = 4_096;
    private static final int LONGEST_REMEMBERED = 256;

    private final KeyedHash hash;
    private final Map<String, Long> recent = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    ArtefactHash(DeploymentKey key, String purpose) {
        this.hash = key.hash(purpose);
    }

    /** The hash; 0 for the empty name. */
    long of(String name) {
        if (name.isEmpty() || name.length() > LONGEST_REMEMBERED) {
            return hash.of(name);
        }
        Long known = recent.get(name);
        if (known != null) {
            return known;
        }
        long fresh = hash.of(name);
        recent.put(name, fresh);
        return fresh;
    }
}
