// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.share;

import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.SharingGroup;
import dev.stillwatch.policies.key.SharingGroupFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a sharing group. */
@Command(
        name = "init",
        sortOptions = false,
        description = {
            "Makes a sharing group's key, readable by you only.",
            "Give the file to the other members on a way that you trust: who has it can guess templates and compare."
                    + " 'run' and 'backtest' hash templates under it too when they are given it with --sharing-key."
        })
final class GroupInitCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What its members call the group.")
    private String name = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The key file; never overwritten.")
    private Path out = Path.of("");

    GroupInitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!name.matches(SharingGroup.NAME)) {
            throw new InputProblem(
                    "--name takes 1 to 64 letters, digits, dots, hyphens and underscores, not '" + name + "'");
        }
        SharingGroup group = new SharingGroupFile(out).create(name, new SecureRandom());
        terminal.out().println("made the group " + name + ", id " + group.id() + ": " + out);
        return ExitCode.OK;
    }
}
