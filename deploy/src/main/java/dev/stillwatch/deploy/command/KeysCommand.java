// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.KeyFile;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The deployment's own key; the keys that sign answers are another command's. */
@Command(
        name = "keys",
        description = "The deployment's key, under which names and texts are hashed and decisions are tagged.")
final class KeysCommand implements Runnable {
    private final Terminal terminal;
    private final InstantSource clock;
    private final RunCommand.Home home;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    KeysCommand(Terminal terminal, InstantSource clock, RunCommand.Home home) {
        this.terminal = terminal;
        this.clock = clock;
        this.home = home;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which: list or rotate");
    }

    @Command(name = "list", description = "Shows the epochs and since when each one hashes; never a key.")
    int list() throws IOException {
        DeploymentKey current = KeyFile.in(home.path()).current();
        Stream.concat(Stream.of(current), current.earlier().stream())
                .forEach(key -> terminal.out().println("epoch " + key.epoch() + "  " + since(key)));
        return ExitCode.OK;
    }

    @Command(
            name = "rotate",
            description = "Adds a key that hashes records from the next UTC day on. Copy the file to every instance and"
                    + " start each again before that day.")
    int rotate() throws IOException {
        KeyFile file = KeyFile.in(home.path());
        DeploymentKey key = file.rotate(new SecureRandom(), clock.instant());
        terminal.out()
                .println("epoch " + key.epoch() + " hashes records " + since(key) + "; it is in " + file.path()
                        + ". Copy the file to every instance and start each again before then.");
        return ExitCode.OK;
    }

    private static String since(DeploymentKey key) {
        return key.previous().isEmpty() ? "from the first" : "from " + Instant.ofEpochMilli(key.start());
    }
}
