// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.policy;

import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.command.SigningKeys;
import dev.stillwatch.deploy.command.Surroundings;
import dev.stillwatch.deploy.console.Counted;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.passport.Passport;
import dev.stillwatch.policies.passport.PassportFile;
import dev.stillwatch.policies.passport.PassportSigner;
import dev.stillwatch.policies.passport.TrustedKeys;
import dev.stillwatch.policies.yaml.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a passport file; makes the key at first use. */
@Command(
        name = "sign",
        description = {
            "Checks a YAML or JSON list of passports and writes its detached signature (JWS, EdDSA) to FILE.jws.",
            "At first use it makes the key pair and says where: copy KEY.pub.pem into trusted-keys/ of the policies."
        })
final class SignCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "List of passports.")
    private Path file = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Private key file, PKCS#8 PEM, Ed25519 (default: passport.key in STILLWATCH_HOME).")
    private Optional<Path> key = Optional.empty();

    SignCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (!Files.isRegularFile(file)) {
            throw new InputProblem("no such passport file: " + file);
        }
        try {
            // Before a key is made for a file that cannot be signed.
            PassportFile.parse(file.toString(), Files.readAllBytes(file));
            Path pair = key.orElseGet(() -> Surroundings.home().resolve("passport.key"));
            List<Passport> passports = new PassportSigner(
                            SigningKeys.readOrMake(pair, TrustedKeys.FOLDER + "/ of the policies", terminal))
                    .sign(file);
            terminal.out()
                    .println("signed " + Counted.of(passports.size(), "passport") + ": "
                            + PassportFile.signatureFile(file));
            return ExitCode.OK;
        } catch (RefusedException e) {
            throw new InputProblem(e.problems().get(0).toString(), e);
        }
    }
}
