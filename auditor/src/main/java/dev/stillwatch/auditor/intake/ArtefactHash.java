// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.intake;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.DeploymentKey.KeyedHash;
import java.util.Arrays;

/**
 * A keyed hash of names that repeat: remembers the last name of each of {@link #PLACES} places. Each source partition has
 * one for each kind of name: some 2 MB when all places hold ordinary names. A list of the last ones in order would cost
 * more than the hashes that it saves. For one thread.
 */
final class ArtefactHash {
    private static final int PLACE_BITS = 14;
    private static final int PLACES = 1 << PLACE_BITS;
    private static final int LONGEST_REMEMBERED = 256;

    private final KeyedHash hash;
    private final String[] names = new String[PLACES];
    private final long[] hashes = new long[PLACES];

    ArtefactHash(DeploymentKey key, String purpose) {
        this.hash = key.hash(purpose);
        Arrays.fill(names, "");
    }

    /** The hash; 0 for the empty name. */
    long of(String name) {
        if (name.isEmpty() || name.length() > LONGEST_REMEMBERED) {
            return hash.of(name);
        }
        // Fibonacci hashing: the high bits of the product are well mixed.
        int place = name.hashCode() * 0x9E3779B9 >>> Integer.SIZE - PLACE_BITS;
        if (!names[place].equals(name)) {
            hashes[place] = hash.of(name);
            names[place] = name;
        }
        return hashes[place];
    }
}
