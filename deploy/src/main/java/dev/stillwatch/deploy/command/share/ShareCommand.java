// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.share;

import dev.stillwatch.deploy.console.Terminal;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about indicators that parties share. */
@Command(
        name = "share",
        description = "Tells other parties of the prompt templates of rings, and takes what they tell: signed STIX 2.1"
                + " bundles without an account or a text in them.")
public final class ShareCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private ShareCommand() {}

    /** The group with all its commands, writing to the terminal. */
    public static CommandLine commandLine(Terminal terminal, InstantSource clock) {
        return new CommandLine(new ShareCommand())
                .addSubcommand(new CommandLine(new GroupCommand()).addSubcommand(new GroupInitCommand(terminal)))
                .addSubcommand(new ExportCommand(terminal, clock))
                .addSubcommand(new VerifyCommand(terminal, clock))
                .addSubcommand(new ImportCommand(terminal, clock));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which: group init, export, verify or import");
    }

    /** The group of commands about sharing groups. */
    @Command(name = "group", description = "Makes the key that the members of a sharing group have in common.")
    static final class GroupCommand implements Runnable {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "say which: init");
        }
    }
}
