// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.awaitility.Awaitility.await;

import dev.stillwatch.deploy.command.StillwatchCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A process of its own on a port of its own, killed at the end. */
final class Child implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final Process process;
    private final int port;

    private Child(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** A port that was free a moment ago. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts a program and waits until its port is open.
     *
     * @param directory its working directory; what it says goes to a file there
     */
    static Child start(Path directory, int port, Map<String, String> environment, List<String> command)
            throws IOException {
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Child child = new Child(builder.start(), port);
        try {
            await().atMost(PATIENCE)
                    .failFast("it ended before its port was open", () -> !child.process.isAlive())
                    .until(child::isOpen);
        } catch (RuntimeException e) {
            child.close();
            throw new IOException(command.get(0) + " says: " + Files.readString(log), e);
        }
        return child;
    }

    /** Starts the limiter as a person does, on a file of limits. */
    static Child limiter(Path directory, int port, Path limits) throws IOException {
        return start(
                directory,
                port,
                Map.of("STILLWATCH_HOME", directory.resolve("home").toString()),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        StillwatchCommand.class.getName(),
                        "limiter",
                        "--limits",
                        limits.toString(),
                        "--port",
                        Integer.toString(port)));
    }

    private boolean isOpen() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Kills it, and waits until it is gone. */
    @Override
    public void close() {
        // The parent first: nginx starts another worker for one that is killed.
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        workers.forEach(ProcessHandle::destroyForcibly);
        workers.forEach(worker -> worker.onExit().join());
    }
}
