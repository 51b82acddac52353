// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.bench;

import dev.stillwatch.deploy.command.InputProblem;
import dev.stillwatch.deploy.command.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which texts are played: an option that several benches share. */
final class Corpora {
    @Option(
            names = "--prompts",
            paramLabel = "DIR",
            description = "Corpora (*.jsonl, *.jsonl.gz with source, prompt, kind); default: the folder data of"
                    + " STILLWATCH_SHARED.")
    private Optional<Path> prompts = Optional.empty();

    /** The folder, or empty when none was named and the default is not there. */
    Optional<Path> folder() {
        prompts.filter(folder -> !Files.isDirectory(folder)).ifPresent(folder -> {
            throw new InputProblem("the folder of --prompts does not exist: " + folder);
        });
        return prompts.or(
                () -> Optional.of(Surroundings.shared().resolve("data")).filter(Files::isDirectory));
    }
}
