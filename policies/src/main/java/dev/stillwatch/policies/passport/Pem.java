// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.passport;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Ed25519 keys in PEM form (RFC 7468), as {@code openssl pkey} reads and writes them. */
final class Pem {
    private static final String PUBLIC = "PUBLIC KEY";
    private static final String PRIVATE = "PRIVATE KEY";

    private Pem() {}

    static PublicKey publicKey(String pem) throws GeneralSecurityException {
        return KeyFactory.getInstance(DetachedJws.ALGORITHM).generatePublic(new X509EncodedKeySpec(body(pem, PUBLIC)));
    }

    static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        return KeyFactory.getInstance(DetachedJws.ALGORITHM)
                .generatePrivate(new PKCS8EncodedKeySpec(body(pem, PRIVATE)));
    }

    static String of(PublicKey key) {
        return text(PUBLIC, key);
    }

    static String of(PrivateKey key) {
        return text(PRIVATE, key);
    }

    private static String text(String label, Key key) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(key.getEncoded()) + "\n-----END " + label
                + "-----\n";
    }

    private static byte[] body(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no " + begin);
        }
        return Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
    }
}
