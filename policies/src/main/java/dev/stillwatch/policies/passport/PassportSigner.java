// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.passport;

import dev.stillwatch.policies.yaml.RefusedException;
import dev.stillwatch.policies.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Signs passport files. What is not a list of sound passports is never signed. */
public final class PassportSigner {
    private final SigningKey key;

    /** A signer with the key. */
    public PassportSigner(SigningKey key) {
        this.key = key;
    }

    /**
     * Writes the detached signature beside the file, over a previous one.
     *
     * @return the passports that are now signed
     * @throws RefusedException when the file is not a list of sound passports
     * @throws IOException when the signature cannot be written
     */
    public List<Passport> sign(Path file) throws RefusedException, IOException {
        byte[] bytes = YamlDocument.bytes(file);
        List<Passport> passports = PassportFile.parse(file.toString(), bytes);
        Files.writeString(PassportFile.signatureFile(file), key.sign(bytes) + "\n");
        return passports;
    }
}
