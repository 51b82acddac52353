// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.explain.PolicyDiff;
import dev.stillwatch.policies.load.PolicyLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what differs between two policies and what each change does in practice. */
@Command(
        name = "diff",
        description = {
            "Says what differs between two policies, setting by setting, and what each change does in practice.",
            "'default' names the packaged policy."
        })
final class DiffCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "OLD", description = "Policy file or directory, or 'default'.")
    private Path before = Path.of(PolicyInput.PACKAGED);

    @Parameters(index = "1", paramLabel = "NEW", description = "Policy file or directory, or 'default'.")
    private Path after = Path.of(PolicyInput.PACKAGED);

    @Option(names = "--allow-unsigned", description = "Take passports without a signature: nothing is granted by them.")
    private boolean allowUnsigned;

    @Option(names = "--json", description = "Print one JSON array for a program to read.")
    private boolean json;

    DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        PolicyLoader loader = new PolicyLoader(allowUnsigned);
        List<PolicyDiff.Change> changes =
                new PolicyDiff().changes(PolicyInput.required(loader, before), PolicyInput.required(loader, after));
        if (json) {
            ObjectMapper mapper = new ObjectMapper();
            ArrayNode array = mapper.createArrayNode();
            changes.forEach(change -> array.addObject()
                    .put("path", change.path())
                    .put("before", change.before().orElse(null))
                    .put("after", change.after().orElse(null))
                    .put("effect", change.effect()));
            terminal.out().println(mapper.writeValueAsString(array));
        } else if (changes.isEmpty()) {
            terminal.out().println("no difference");
        } else {
            changes.forEach(change -> terminal.out().println(change));
        }
        return ExitCode.OK;
    }
}
