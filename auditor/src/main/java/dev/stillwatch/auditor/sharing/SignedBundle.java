// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.sharing;

import dev.stillwatch.policies.passport.SigningKey;
import dev.stillwatch.policies.passport.TrustedKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A bundle on disk and its detached signature beside it (JWS, EdDSA over Ed25519), as passports have theirs. Exactly the
 * bytes that were verified are parsed, and none that were not.
 */
public final class SignedBundle {
    private static final int MOST_SIGNATURE = 8 << 10;

    private final Path file;

    /** The bundle of a file that may not exist yet. */
    public SignedBundle(Path file) {
        this.file = file;
    }

    /** Where its signature stands. */
    public Path signatureFile() {
        return file.resolveSibling(file.getFileName() + ".jws");
    }

    /**
     * Writes bundle and signature, over previous ones. The signature goes last: a reader in between finds one that does not
     * match, and refuses.
     *
     * @throws IOException when one of them cannot be written
     */
    public void write(byte[] bundle, SigningKey key) throws IOException {
        Files.write(file, bundle);
        Files.writeString(signatureFile(), key.sign(bundle) + "\n");
    }

    /**
     * Verifies the signature, then reads the bundle. Says nothing of expiry: that depends on when one asks.
     *
     * @param trusted keys whose signatures count
     * @throws SharingException when it is unsigned, wrongly signed, too long or no bundle of this program's form
     * @throws NoSuchFileException when there is no such bundle
     * @throws IOException when a file cannot be read
     */
    public Bundle read(TrustedKeys trusted) throws SharingException, IOException {
        byte[] bytes = bounded(file, Bundle.MOST_BYTES);
        if (!Files.exists(signatureFile())) {
            throw new SharingException("no signature " + signatureFile().getFileName() + " beside the bundle");
        }
        String jws = new String(bounded(signatureFile(), MOST_SIGNATURE), StandardCharsets.UTF_8);
        Optional<String> fault = trusted.fault(jws, bytes);
        if (fault.isPresent()) {
            throw new SharingException(fault.get());
        }
        return BundleReader.read(bytes);
    }

    private static byte[] bounded(Path file, int most) throws SharingException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new SharingException(file.getFileName() + " has more than " + most + " bytes");
            }
            return bytes;
        }
    }
}
