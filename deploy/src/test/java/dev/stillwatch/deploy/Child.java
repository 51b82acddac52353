// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy;

import dev.stillwatch.deploy.command.StillwatchCommand;
import dev.stillwatch.deploy.process.PortProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Processes that a test needs beside it. */
public final class Child {
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private Child() {}

    /** Starts a program and waits, longer than any machine should need, until its port is open. */
    public static PortProcess start(Path directory, int port, Map<String, String> environment, List<String> command)
            throws IOException {
        return PortProcess.start(directory, port, PATIENCE, environment, command);
    }

    /**
     * Starts the limiter as a person does, on a file of limits.
     *
     * @param directory with its home, {@link #home}
     * @param more options beside those of limits and port
     */
    public static PortProcess limiter(Path directory, int port, Path limits, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                StillwatchCommand.class.getName(),
                "limiter",
                "--limits",
                limits.toString(),
                "--port",
                Integer.toString(port)));
        command.addAll(List.of(more));
        return start(directory, port, Map.of("STILLWATCH_HOME", home(directory).toString()), command);
    }

    /** Where a limiter that works there finds keys. */
    public static Path home(Path directory) {
        return directory.resolve("home");
    }
}
