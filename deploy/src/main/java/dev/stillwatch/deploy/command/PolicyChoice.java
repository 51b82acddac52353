// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.policies.load.Loading;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.passport.Passport;
import dev.stillwatch.policies.passport.PassportFile;
import dev.stillwatch.policies.passport.TrustedKeys;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.yaml.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which policy judges: options that several commands share. */
final class PolicyChoice {
    @Option(
            names = "--policies",
            paramLabel = "DIR",
            description = "Policy file or directory; else the packaged policy.")
    private Optional<Path> policies = Optional.empty();

    @Option(names = "--passports", paramLabel = "FILE", description = "Evaluation passports, signed beside the file.")
    private Optional<Path> passports = Optional.empty();

    @Option(names = "--allow-unsigned", description = "Take unsigned passports, for a trial.")
    private boolean allowUnsigned;

    /** The policy that the options name. */
    Policy policy() {
        Policy policy =
                policies.map(path -> load(path, allowUnsigned)).orElseGet(() -> new PolicyLoader().packagedDefault());
        return passports.map(file -> with(policy, file)).orElse(policy);
    }

    /** A policy file or directory. */
    static Policy load(Path path, boolean allowUnsigned) {
        if (!Files.exists(path)) {
            throw new InputProblem("no such policy file or directory: " + path);
        }
        Loading loading = new PolicyLoader(allowUnsigned).load(path);
        if (loading instanceof Loading.Refused refused) {
            int more = refused.problems().size() - 1;
            throw new InputProblem(refused.problems().get(0)
                    + (more > 0 ? " (and " + more + " more: 'stillwatch policy check " + path + "')" : ""));
        }
        return ((Loading.Loaded) loading).policy();
    }

    private Policy with(Policy policy, Path file) {
        try {
            TrustedKeys keys = policies.filter(Files::isDirectory).isPresent()
                    ? TrustedKeys.in(policies.get().resolve(TrustedKeys.FOLDER))
                    : TrustedKeys.NONE;
            List<Passport> all = new ArrayList<>(policy.passports());
            all.addAll(new PassportFile(keys, allowUnsigned).read(file));
            return policy.withPassports(all);
        } catch (RefusedException e) {
            throw new InputProblem(e.problems().get(0).toString(), e);
        }
    }
}
