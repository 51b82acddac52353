// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.console.Colour;
import dev.stillwatch.deploy.console.Counted;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.load.Loading;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says everything that is wrong with policy files, each with file, line, column and what was expected. */
@Command(
        name = "check",
        description = {
            "Checks a policy file, or a directory with policy.yaml and, where wanted, owners.yaml, sources.yaml,"
                    + " passports.yaml (signed) and trusted-keys/. Exit code 1 when anything is wrong."
        })
final class CheckCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE|DIR", description = "What to check.")
    private Path path = Path.of("");

    @Option(names = "--allow-unsigned", description = "Take passports without a signature, for a trial.")
    private boolean allowUnsigned;

    @Option(names = "--json", description = "Print one JSON object for a program to read.")
    private boolean json;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Loading loading = PolicyInput.load(new PolicyLoader(allowUnsigned), path);
        List<Problem> problems = loading instanceof Loading.Refused refused ? refused.problems() : List.of();
        if (json) {
            terminal.out().println(new ObjectMapper().writeValueAsString(object(loading, problems)));
        } else if (loading instanceof Loading.Loaded loaded) {
            terminal.out().println(terminal.paint(Colour.GREEN, "good") + "  " + summary(loaded.policy()));
        } else {
            problems.forEach(problem -> terminal.out().println(problem));
        }
        return problems.isEmpty() ? ExitCode.OK : ExitCode.FOUND;
    }

    private static String summary(Policy policy) {
        return policy.id() + ": " + Counted.of(policy.signals().size(), "signal") + ", "
                + Counted.of(policy.owners().size(), "owner") + ", "
                + Counted.of(policy.passports().size(), "passport") + ", "
                + Counted.of(policy.sources().size(), "source mapping");
    }

    private static ObjectNode object(Loading loading, List<Problem> problems) {
        ObjectNode object = new ObjectMapper().createObjectNode().put("good", problems.isEmpty());
        if (loading instanceof Loading.Loaded loaded) {
            object.put("policy", loaded.policy().id());
        }
        problems.forEach(problem -> object.withArray("problems")
                .addObject()
                .put("file", problem.file())
                .put("line", problem.line())
                .put("column", problem.column())
                .put("found", problem.found())
                .put("expected", problem.expected()));
        return object;
    }
}
