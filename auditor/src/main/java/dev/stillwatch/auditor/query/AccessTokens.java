// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.query;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/**
 * The tokens that open the door, known by their hashes only. A token is 256 random bits, so one salted SHA-256 is as
 * hard to invert as any slow hash. Looking one up takes the same time whichever token matches, or none. Immutable.
 */
public final class AccessTokens {
    private final List<Entry> entries;

    /** The known tokens. */
    public AccessTokens(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The role of the token; empty when nobody issued it. */
    public Optional<Role> role(String token) {
        Optional<Role> found = Optional.empty();
        for (Entry entry : entries) {
            // No early end: the time must not tell how many entries were tried.
            if (MessageDigest.isEqual(entry.hash(), hash(entry.salt(), token))) {
                found = Optional.of(entry.role());
            }
        }
        return found;
    }

    /** SHA-256 of the salt followed by the token. */
    static byte[] hash(byte[] salt, String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return digest.digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * One issued token.
     *
     * @param name who it was issued to
     * @param role what it may do
     * @param salt random, its own
     * @param hash of salt and token
     */
    public record Entry(String name, Role role, byte[] salt, byte[] hash) {}
}
