// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.policy;

import dev.stillwatch.deploy.console.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about policies. */
@Command(name = "policy", description = "Checks, explains and compares policies, and signs passports.")
public final class PolicyCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private PolicyCommand() {}

    /** The group with all its commands, writing to the terminal. */
    public static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new PolicyCommand())
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new ExplainPolicyCommand(terminal))
                .addSubcommand(new DiffCommand(terminal))
                .addSubcommand(new CommandLine(new PassportCommand()).addSubcommand(new SignCommand(terminal)));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which: check, explain, diff or passport sign");
    }

    /** The group of commands about passports. */
    @Command(name = "passport", description = "Signs declarations of evaluation, red-team and research runs.")
    static final class PassportCommand implements Runnable {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "say which: sign");
        }
    }
}
