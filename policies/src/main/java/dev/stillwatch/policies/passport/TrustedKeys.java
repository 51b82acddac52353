// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.passport;

import dev.stillwatch.policies.yaml.Folder;
import dev.stillwatch.policies.yaml.Problem;
import dev.stillwatch.policies.yaml.RefusedException;
import dev.stillwatch.policies.yaml.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The public keys whose signatures count.
 *
 * @param keys the keys
 */
public record TrustedKeys(List<Key> keys) {
    /** Name of the folder with them, beside the policy files: one PEM file ({@code *.pem}) a key. */
    public static final String FOLDER = "trusted-keys";
    /** No key: nothing signed is trusted. */
    public static final TrustedKeys NONE = new TrustedKeys(List.of());

    private static final int RAW_BYTES = 32;

    /** Copies the list. */
    public TrustedKeys {
        keys = List.copyOf(keys);
    }

    /**
     * A public key.
     *
     * @param id its JWK thumbprint (RFC 7638)
     * @param key the Ed25519 key
     */
    public record Key(String id, PublicKey key) {
        static Key of(PublicKey key) {
            return new Key(thumbprint(key), key);
        }

        /** As JSON Web Key (RFC 8037). */
        public String jwk() {
            return "{\"crv\":\"Ed25519\",\"kid\":\"" + id + "\",\"kty\":\"OKP\",\"x\":\"" + x(key) + "\"}";
        }
    }

    /**
     * The keys in a folder; none when it does not exist.
     *
     * @throws RefusedException when a file there is no Ed25519 public key
     */
    public static TrustedKeys in(Path folder) throws RefusedException {
        if (!Files.isDirectory(folder)) {
            return NONE;
        }
        List<Key> keys = new ArrayList<>();
        for (Path file : Folder.entries(folder)) {
            if (file.toString().endsWith(".pem")) {
                keys.add(key(file));
            }
        }
        return new TrustedKeys(keys);
    }

    /**
     * The key of one file.
     *
     * @throws RefusedException when it is missing or no Ed25519 public key
     */
    public static TrustedKeys read(Path file) throws RefusedException {
        return new TrustedKeys(List.of(key(file)));
    }

    /** Why a detached signature of the bytes by none of these keys holds; empty when one does. */
    public Optional<String> fault(String jws, byte[] payload) {
        return DetachedJws.fault(jws, payload, this);
    }

    private static Key key(Path file) throws RefusedException {
        String pem = new String(YamlDocument.bytes(file), StandardCharsets.UTF_8);
        try {
            return Key.of(Pem.publicKey(pem));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new RefusedException(new Problem(
                    file.toString(), 1, 1, "no public key", "an Ed25519 public key in PEM form (BEGIN PUBLIC KEY)"));
        }
    }

    /** The key of the id. */
    public Optional<Key> byId(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    private static String thumbprint(PublicKey key) {
        String canonical = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x(key) + "\"}";
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The raw key ends its X.509 form (RFC 8410). */
    private static String x(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return base64(Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
