// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of a deployment in one epoch. Everything that must not be guessed from outside (hashes of names and texts,
 * the rotation of embeddings) and everything that must not be forged (standings, acts) is derived from it, each purpose
 * under its own sub-key: HMAC-SHA-256 (RFC 2104) of the purpose's name. Immutable and safe to share; its hashes are not.
 *
 * <p>A key that followed another knows it: records from before its first instant are hashed under the other, so that no
 * UTC day holds hashes of two epochs, and what the other tagged still verifies.
 */
public final class DeploymentKey {
    /** Least length of a secret, in bytes: the security level of HMAC-SHA-256 halves below its output. */
    public static final int LEAST_BYTES = 32;

    private static final long DAY_MILLIS = 86_400_000L;
    private static final String ALGORITHM = "HmacSHA256";

    private final int epoch;
    private final byte[] secret;
    private final long start;
    private final Optional<DeploymentKey> previous;

    private DeploymentKey(int epoch, byte[] secret, long start, Optional<DeploymentKey> previous) {
        this.epoch = epoch;
        this.secret = secret;
        this.start = start;
        this.previous = previous;
    }

    /**
     * A key that follows none.
     *
     * @param epoch grows with every rotation
     * @param secret at least {@link #LEAST_BYTES} random bytes
     * @throws IllegalArgumentException when the secret is too short
     */
    public static DeploymentKey of(int epoch, byte[] secret) {
        return of(epoch, secret, Long.MIN_VALUE, Optional.empty());
    }

    /**
     * The key that follows this one.
     *
     * @param nextEpoch greater than this one's epoch
     * @param nextSecret at least {@link #LEAST_BYTES} random bytes
     * @param from first instant of event time that is hashed under it, milliseconds since 1970: the start of a UTC day
     * @throws IllegalArgumentException when the secret is too short, the epoch does not grow or the instant is inside a
     *     day
     */
    public DeploymentKey followedBy(int nextEpoch, byte[] nextSecret, long from) {
        if (nextEpoch <= epoch || from <= start || Math.floorMod(from, DAY_MILLIS) != 0) {
            throw new IllegalArgumentException(
                    "a key follows another with a greater epoch, at the start of a later UTC day");
        }
        return of(nextEpoch, nextSecret, from, Optional.of(this));
    }

    private static DeploymentKey of(int epoch, byte[] secret, long start, Optional<DeploymentKey> previous) {
        if (secret.length < LEAST_BYTES) {
            throw new IllegalArgumentException("a deployment key has at least " + LEAST_BYTES + " bytes");
        }
        return new DeploymentKey(epoch, secret.clone(), start, previous);
    }

    /** The epoch. */
    public int epoch() {
        return epoch;
    }

    /** First instant of event time that is hashed under it, milliseconds since 1970; the least number for a first key. */
    public long start() {
        return start;
    }

    /** The key that this one followed. */
    public Optional<DeploymentKey> previous() {
        return previous;
    }

    /** Every key before this one, the latest first: what they tagged still verifies. */
    public List<DeploymentKey> earlier() {
        return Stream.iterate(previous, Optional::isPresent, key -> key.flatMap(DeploymentKey::previous))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A keyed hash for one purpose; for use by one thread. */
    public KeyedHash hash(String purpose) {
        return new KeyedHash(mac(subkey(purpose)));
    }

    /** A keyed hash of texts for one purpose; of text there is much, so it is a faster one than that of names. */
    public TextHash textHash(String purpose) {
        return new TextHash(subkey(purpose));
    }

    /** 32 bytes for one purpose, for example the seed of a keyed rotation. */
    public byte[] subkey(String purpose) {
        return mac(secret).doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    }

    /** The 32-byte tag of a message under one purpose. */
    public byte[] tag(String purpose, byte[] message) {
        return mac(subkey(purpose)).doFinal(message);
    }

    /** Whether the tag is the message's under the purpose; takes the same time for every wrong tag. */
    public boolean verifies(String purpose, byte[] message, byte[] tag) {
        return MessageDigest.isEqual(tag(purpose, message), tag);
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** A keyed 64-bit hash for one purpose. Not thread-safe. */
    public static final class KeyedHash {
        private final Mac mac;

        private KeyedHash(Mac mac) {
            this.mac = mac;
        }

        /** First 64 bits of the HMAC of the value; 0 (absent) only for the empty value. */
        public long of(String value) {
            return value.isEmpty() ? 0 : of(value.getBytes(StandardCharsets.UTF_8));
        }

        /** First 64 bits of the HMAC of the bytes, never 0. */
        public long of(byte[] value) {
            long hash = ByteBuffer.wrap(mac.doFinal(value)).getLong();
            return hash == 0 ? 1 : hash;
        }
    }
}
