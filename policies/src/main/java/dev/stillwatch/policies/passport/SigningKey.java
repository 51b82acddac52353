// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.passport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;

/**
 * The Ed25519 key pair that signs passports and what is shared with other parties: the private half in a file only its owner reads (PKCS#8 PEM), the public
 * half beside it in {@code FILE.pub.pem}, to be copied to {@code trusted-keys/}, and in {@code FILE.pub.jwk}.
 */
public final class SigningKey {
    private final PrivateKey privateKey;
    private final TrustedKeys.Key publicKey;

    private SigningKey(PrivateKey privateKey, TrustedKeys.Key publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /**
     * Makes a key pair and writes its files; the private one with mode 0600.
     *
     * @throws IOException when a file exists already or cannot be written
     */
    public static SigningKey generate(Path file) throws IOException {
        KeyPair pair = pair();
        TrustedKeys.Key publicKey = TrustedKeys.Key.of(pair.getPublic());
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        Files.writeString(file, Pem.of(pair.getPrivate()), StandardOpenOption.WRITE);
        Files.writeString(publicFile(file), Pem.of(pair.getPublic()), StandardOpenOption.CREATE_NEW);
        Files.writeString(
                file.resolveSibling(file.getFileName() + ".pub.jwk"),
                publicKey.jwk() + "\n",
                StandardOpenOption.CREATE_NEW);
        return new SigningKey(pair.getPrivate(), publicKey);
    }

    /**
     * Reads a key pair that {@link #generate} wrote.
     *
     * @throws IOException when a file is missing, is no Ed25519 key, or the two are not a pair
     */
    public static SigningKey read(Path file) throws IOException {
        try {
            PrivateKey privateKey = Pem.privateKey(Files.readString(file));
            TrustedKeys.Key publicKey = TrustedKeys.Key.of(Pem.publicKey(Files.readString(publicFile(file))));
            SigningKey key = new SigningKey(privateKey, publicKey);
            byte[] probe = "pair".getBytes(StandardCharsets.UTF_8);
            if (DetachedJws.fault(key.sign(probe), probe, key.trusted()).isPresent()) {
                throw new IOException(publicFile(file) + " is not the public half of " + file);
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("no Ed25519 key pair in PEM form: " + file + " and " + publicFile(file), e);
        }
    }

    /** Where the public half of the key in the file stands. */
    public static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub.pem");
    }

    /** The public half. */
    public TrustedKeys.Key publicKey() {
        return publicKey;
    }

    TrustedKeys trusted() {
        return new TrustedKeys(java.util.List.of(publicKey));
    }

    /** The detached signature of the bytes, {@code header..signature} (RFC 7515 appendix F). */
    public String sign(byte[] payload) {
        try {
            return DetachedJws.sign(payload, publicKey.id(), privateKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs anything", e);
        }
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance(DetachedJws.ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform from 15 has Ed25519", e);
        }
    }
}
