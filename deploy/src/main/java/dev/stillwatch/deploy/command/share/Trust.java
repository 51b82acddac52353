// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.share;

import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.policies.passport.TrustedKeys;
import dev.stillwatch.policies.yaml.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The keys that an option names. */
final class Trust {
    private Trust() {}

    static TrustedKeys keys(Path fileOrFolder) {
        try {
            TrustedKeys keys =
                    Files.isDirectory(fileOrFolder) ? TrustedKeys.in(fileOrFolder) : TrustedKeys.read(fileOrFolder);
            if (keys.keys().isEmpty()) {
                throw new InputProblem("--trust " + fileOrFolder + " holds no key (*.pem)");
            }
            return keys;
        } catch (RefusedException e) {
            throw new InputProblem(e.problems().get(0).toString(), e);
        }
    }
}
