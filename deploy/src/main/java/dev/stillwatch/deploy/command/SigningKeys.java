// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.passport.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keys that sign, made at their first use. */
public final class SigningKeys {
    private SigningKeys() {}

    /**
     * The key pair of a file; makes it when there is none, and says so.
     *
     * @param file the private half
     * @param trusted where the public half goes to be trusted, for the person who reads
     * @param terminal where to say it
     * @throws IOException when it cannot be made
     */
    public static SigningKey readOrMake(Path file, String trusted, Terminal terminal) throws IOException {
        if (Files.exists(file)) {
            try {
                return SigningKey.read(file);
            } catch (IOException e) {
                throw new InputProblem("the key cannot be used: " + e.getMessage(), e);
            }
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        SigningKey made = SigningKey.generate(file);
        terminal.out()
                .println("made the key " + file + " (readable by you only), id "
                        + made.publicKey().id());
        terminal.out().println("copy " + SigningKey.publicFile(file) + " into " + trusted + " to trust it");
        return made;
    }
}
