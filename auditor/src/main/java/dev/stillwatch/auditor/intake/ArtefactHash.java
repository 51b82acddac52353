// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.DeploymentKey.KeyedHash;
import java.util.Arrays;

/**
 * A keyed hash of names that repeat: remembers the last ones. A name that falls on another's slot takes it, which costs
 * less than an order of use and forgets nothing but what is met rarely. For one thread.
 */
final class ArtefactHash {
    /** Names remembered; a power of two. */
    private static final int SLOTS = 4_096;

    private static final int LONGEST_REMEMBERED = 256;

    private final KeyedHash hash;
    private final String[] names = new String[SLOTS];
    private final long[] hashes = new long[SLOTS];

    ArtefactHash(DeploymentKey key, String purpose) {
        this.hash = key.hash(purpose);
        Arrays.fill(names, "");
    }

    /** The hash; 0 for the empty name. */
    long of(String name) {
        if (name.isEmpty() || name.length() > LONGEST_REMEMBERED) {
            return hash.of(name);
        }
        int mixed = name.hashCode();
        int slot = (mixed ^ mixed >>> 16) & SLOTS - 1;
        if (!names[slot].equals(name)) {
            hashes[slot] = hash.of(name);
            names[slot] = name;
        }
        return hashes[slot];
    }
}
