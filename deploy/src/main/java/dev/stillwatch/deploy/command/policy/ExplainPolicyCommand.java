// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.explain.PolicyExplainer;
import dev.stillwatch.policies.load.PolicyLoader;
import dev.stillwatch.policies.policy.Policy;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says in plain words what each setting of a policy is and does. */
@Command(name = "explain", description = "Says in plain words what each setting of a policy is and does.")
final class ExplainPolicyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            paramLabel = "FILE|DIR",
            arity = "0..1",
            defaultValue = PolicyInput.PACKAGED,
            description = "Which policy; without it the packaged one.")
    private Path path = Path.of(PolicyInput.PACKAGED);

    @Option(names = "--allow-unsigned", description = "Take passports without a signature: nothing is granted by them.")
    private boolean allowUnsigned;

    @Option(names = "--json", description = "Print one JSON array for a program to read.")
    private boolean json;

    ExplainPolicyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        Policy policy = PolicyInput.required(new PolicyLoader(allowUnsigned), path);
        PolicyExplainer explainer = new PolicyExplainer();
        if (!json) {
            terminal.out().print(explainer.explain(policy));
            terminal.out().flush();
            return ExitCode.OK;
        }
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode array = mapper.createArrayNode();
        explainer
                .settings(policy)
                .forEach(setting -> array.addObject()
                        .put("path", setting.path())
                        .put("value", setting.value())
                        .put("meaning", setting.meaning()));
        terminal.out().println(mapper.writeValueAsString(array));
        return ExitCode.OK;
    }
}
