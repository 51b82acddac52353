// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.deploy.bench.forming.FormingBench;
import dev.stillwatch.deploy.command.ExitCode;
import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.console.Terminal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stillwatch bench forming}. */
@Command(
        name = "forming",
        sortOptions = false,
        description = {
            "Forms rings from the same links in two ways, and prints what each takes: disjoint sets in one task, and"
                    + " labels that travel over a keyed topic on a broker inside this process.",
            "docs/decisions/0011-forming-rings.md says which one is used and why."
        })
final class FormingCommand implements Callable<Integer> {
    private static final int LEAST = 4;

    private final Terminal terminal;

    @Option(
            names = "--accounts",
            defaultValue = "1000000",
            paramLabel = "N",
            description = "Accounts, of which one in ten is in a campaign (default ${DEFAULT-VALUE}).")
    private int accounts;

    @Option(
            names = "--threads",
            defaultValue = "2",
            paramLabel = "N",
            description = "Stream threads of the labels (default ${DEFAULT-VALUE}).")
    private int threads;

    FormingCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (accounts < LEAST || threads < 1 || threads > 256) {
            throw new InputProblem("--accounts takes 4 and more, --threads 1 to 256");
        }
        new FormingBench(terminal.out()).run(accounts, threads);
        return ExitCode.OK;
    }
}
