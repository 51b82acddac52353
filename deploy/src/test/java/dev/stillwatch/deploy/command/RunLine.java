// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import dev.stillwatch.auditor.runtime.Detections;
import dev.stillwatch.deploy.console.Terminal;
import java.nio.file.Path;
import picocli.CommandLine;

/** The {@code run} command as a person types it, with a terminal and a home of the test's own. */
final class RunLine {
    private static final Path CACHE = Path.of("target", "test-cache");

    private RunLine() {}

    /** Runs it and returns its exit code. */
    static int run(Terminal terminal, Path home, String... arguments) {
        DetectionSource detections = (key, group, remembered) ->
                Detections.standard(key, group, remembered, CACHE, StillwatchCommand.VERSION);
        return new CommandLine(new RunCommand(terminal, detections, () -> home))
                .setParameterExceptionHandler(new Problems(terminal))
                .setExecutionExceptionHandler(new Problems(terminal))
                .execute(arguments);
    }
}
