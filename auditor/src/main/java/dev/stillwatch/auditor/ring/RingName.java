// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.ring;

import dev.stillwatch.policies.key.DeploymentKey;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Names rings: {@code ring-} and the keyed hash of the founding hub, so that a name says nothing about what is shared
 * and is the same wherever the ring is formed. For one thread.
 */
public final class RingName {
    private static final String PREFIX = "ring-";
    private static final Predicate<String> FORM =
            Pattern.compile(PREFIX + "[0-9a-f]{16}").asMatchPredicate();

    private final DeploymentKey.KeyedHash hash;

    /** Names under a deployment's key. */
    public RingName(DeploymentKey key) {
        this.hash = key.hash("ring-name");
    }

    /** Whether a subject is named as rings are; an account may well begin alike. */
    public static boolean isOne(String subject) {
        return FORM.test(subject);
    }

    /** The name of the ring that a hub founded. */
    public String of(Artefact hub) {
        byte[] bytes = ByteBuffer.allocate(1 + Long.BYTES)
                .put((byte) hub.kind().ordinal())
                .putLong(hub.value())
                .array();
        return PREFIX + HexFormat.of().toHexDigits(hash.of(bytes));
    }
}
