// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.policy;

import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.policies.load.Loading;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.yaml.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Policies named on a command line. */
public final class PolicyInput {
    /** The word that names the packaged policy where no file has that name. */
    public static final String PACKAGED = "default";

    private PolicyInput() {}

    /**
     * The policy of a file or directory, or the packaged one for {@value #PACKAGED}.
     *
     * @throws InputProblem when it cannot be used: the first problem, and how many more
     */
    public static Policy required(PolicyLoader loader, Path path) {
        Loading loading = load(loader, path);
        if (loading instanceof Loading.Refused refused) {
            List<Problem> problems = refused.problems();
            String more = problems.size() == 1
                    ? ""
                    : " (and " + (problems.size() - 1) + " more: see 'stillwatch policy check')";
            throw new InputProblem(problems.get(0) + more);
        }
        return ((Loading.Loaded) loading).policy();
    }

    static Loading load(PolicyLoader loader, Path path) {
        if (!Files.exists(path)) {
            if (path.toString().equals(PACKAGED)) {
                return new Loading.Loaded(loader.packagedDefault());
            }
            throw new InputProblem("no such policy file or directory: " + path);
        }
        return loader.load(path);
    }
}
