// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * STIX identifiers that are the same whenever the same thing is told: a name-based UUID (version 5 of RFC 9562) in a
 * namespace of this program's own, as STIX 2.1 section 2.9 wants it of who does not draw them at random.
 */
final class StixId {
    private static final UUID NAMESPACE = UUID.fromString("3f6f1c53-7f3f-4d7e-9d0b-6a0c35f6a1d2");
    private static final int BYTES = 16;

    private StixId() {}

    /** The identifier of an object of a type by what names it; parts are told from each other. */
    static String of(String type, String... name) {
        MessageDigest sha1 = sha1();
        sha1.update(ByteBuffer.allocate(BYTES)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .array());
        sha1.update((type + "\n" + String.join("\n", name)).getBytes(StandardCharsets.UTF_8));
        ByteBuffer digest = ByteBuffer.wrap(sha1.digest());
        long high = digest.getLong() & ~0xF000L | 0x5000L;
        long low = digest.getLong() & ~(3L << 62) | 1L << 63;
        return type + "--" + new UUID(high, low);
    }

    /** SHA-1 is what version 5 is made of; nothing rests on its strength. */
    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
