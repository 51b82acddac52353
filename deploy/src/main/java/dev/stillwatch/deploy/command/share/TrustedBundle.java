// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.share;

import dev.stillwatch.auditor.sharing.Bundle;
import dev.stillwatch.auditor.sharing.SharingException;
import dev.stillwatch.auditor.sharing.SignedBundle;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.policies.passport.TrustedKeys;
import dev.stillwatch.policies.yaml.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A bundle and the keys that may have signed it: options that several commands share. */
final class TrustedBundle {
    @Parameters(paramLabel = "BUNDLE", description = "The bundle; its signature is BUNDLE.jws.")
    private Path file = Path.of("");

    @Option(
            names = "--trust",
            required = true,
            paramLabel = "FILE|DIR",
            description = "Public key of the party (PEM), or a folder of them.")
    private Path trust = Path.of("");

    Path file() {
        return file;
    }

    /** What the file or folder of keys is called, without what follows a dot. */
    String trustedName() {
        return String.valueOf(trust.getFileName()).split("\\.", 2)[0];
    }

    /**
     * The bundle.
     *
     * @throws SharingException when it is none, or no trusted key signed it
     */
    Bundle read() throws IOException, SharingException {
        return new SignedBundle(file).read(keys());
    }

    private TrustedKeys keys() {
        try {
            TrustedKeys keys = Files.isDirectory(trust) ? TrustedKeys.in(trust) : TrustedKeys.read(trust);
            if (keys.keys().isEmpty()) {
                throw new InputProblem("--trust " + trust + " holds no key (*.pem)");
            }
            return keys;
        } catch (RefusedException e) {
            throw new InputProblem(e.problems().get(0).toString(), e);
        }
    }
}
