// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.key.DeploymentKey;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Names rings: {@code ring-} and the keyed hash of the founding tie, so that a name says nothing about what is shared
 * and is the same wherever the ring is formed. For one thread.
 */
public final class RingName {
    private static final String PREFIX = "ring-";

    private final DeploymentKey.KeyedHash hash;

    /** Names under a deployment's key. */
    public RingName(DeploymentKey key) {
        this.hash = key.hash("ring-name");
    }

    /** The name of the ring that a tie founded. */
    public String of(Tie founding) {
        ByteBuffer bytes = ByteBuffer.allocate(founding.artefacts().size() * (1 + Long.BYTES));
        for (Artefact artefact : founding.artefacts()) {
            bytes.put((byte) artefact.kind().ordinal()).putLong(artefact.value());
        }
        return PREFIX + HexFormat.of().toHexDigits(hash.of(bytes.array()));
    }
}
