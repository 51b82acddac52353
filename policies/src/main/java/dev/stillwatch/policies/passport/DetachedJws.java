// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.passport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Optional;

/**
 * A JSON Web Signature with detached payload (RFC 7515 appendix F), EdDSA over Ed25519 (RFC 8037):
 * {@code header..signature}, the payload being the bytes of the file beside it.
 */
final class DetachedJws {
    static final String ALGORITHM = "Ed25519";

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int MOST_CHARACTERS = 4096;

    private DetachedJws() {}

    static String sign(byte[] payload, String keyId, PrivateKey key) throws GeneralSecurityException {
        // The key id is base64url: it needs no escaping.
        String header = encode(("{\"alg\":\"EdDSA\",\"kid\":\"" + keyId + "\"}").getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(key);
        signature.update(signed(header, payload));
        return header + ".." + encode(signature.sign());
    }

    /** Why the signature does not hold, empty when it does. */
    static Optional<String> fault(String jws, byte[] payload, TrustedKeys keys) {
        String[] parts = jws.strip().split("\\.", -1);
        if (jws.length() > MOST_CHARACTERS || parts.length != 3 || !parts[1].isEmpty()) {
            return Optional.of("no detached signature 'header..signature'");
        }
        try {
            JsonNode header = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[0]));
            // "none" and every other algorithm is refused, and so is any extension that must be understood.
            if (!header.path("alg").asText().equals("EdDSA") || header.has("crit") || header.has("b64")) {
                return Optional.of("a signature of another kind than EdDSA");
            }
            String keyId = header.path("kid").asText();
            Optional<TrustedKeys.Key> key = keys.byId(keyId);
            if (key.isEmpty()) {
                return Optional.of("a signature by the key '" + shown(keyId) + "', which is not trusted here");
            }
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key.get().key());
            signature.update(signed(parts[0], payload));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                    ? Optional.empty()
                    : Optional.of("a signature that does not match the file");
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            return Optional.of("a signature that cannot be read");
        }
    }

    private static byte[] signed(String header, byte[] payload) {
        return (header + "." + encode(payload)).getBytes(StandardCharsets.US_ASCII);
    }

    private static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    private static String shown(String keyId) {
        // One that needs two characters becomes one.
        String plain = keyId.replaceAll("[^A-Za-z0-9_-]", "?");
        return plain.substring(0, Math.min(plain.length(), 64));
    }
}
