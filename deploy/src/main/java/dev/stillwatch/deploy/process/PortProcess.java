// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.process;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process of its own that listens on a port of the loopback, and is killed at the end. */
public final class PortProcess implements AutoCloseable {
    private static final long LOOK_NANOS = 10_000_000;
    /** Bytes of the log that an error shows. */
    private static final int END_OF_LOG = 4_000;

    private final Process process;
    private final int port;

    private PortProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The program of this name, where it is installed: on the path, or where Debian keeps those of administrators. */
    public static Optional<Path> program(String name) {
        return program(name, System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin");
    }

    static Optional<Path> program(String name, String path) {
        return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, name))
                .filter(candidate -> Files.isExecutable(candidate) && !Files.isDirectory(candidate))
                .findFirst();
    }

    /** A port that was free a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts a program and waits until its port is open.
     *
     * @param directory its working directory; what it says goes to the file {@code log} there
     * @param port where it will listen, as the command or the environment tells it
     * @param patience how long it may take to do so
     * @param environment variables that are set for it, beside those of this process
     * @param command the program and its arguments
     * @throws IOException when it cannot be started, ends first or takes longer; in the last two cases with the end of its
     *     log, and it is gone
     */
    public static PortProcess start(
            Path directory, int port, Duration patience, Map<String, String> environment, List<String> command)
            throws IOException {
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        PortProcess started = new PortProcess(builder.start(), port);
        long begin = System.nanoTime();
        while (!started.isOpen()) {
            boolean ended = !started.process.isAlive();
            if (ended || System.nanoTime() - begin > patience.toNanos()) {
                started.close();
                throw new IOException(command.get(0) + (ended ? " ended" : " took longer than " + patience)
                        + " before its port was open: " + end(log));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return started;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Kills it and the processes that it started, and waits until they are gone. */
    @Override
    public void close() {
        // The master first: nginx's starts another worker for one that is killed.
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        workers.forEach(ProcessHandle::destroyForcibly);
        workers.forEach(worker -> worker.onExit().join());
    }

    private boolean isOpen() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String end(Path log) throws IOException {
        byte[] said = Files.readAllBytes(log);
        int from = Math.max(0, said.length - END_OF_LOG);
        return new String(said, from, said.length - from, StandardCharsets.UTF_8).strip();
    }
}
