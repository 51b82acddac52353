// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.ratelimit.door.Floor;
import dev.stillwatch.ratelimit.door.LimiterServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An nginx of its own on a free port, with one worker, that includes the shipped file for {@code auth_request}; in place of
 * the model server stands another server of the same nginx, which answers 200 and nothing else.
 */
final class Nginx implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_NANOS = 10_000_000;
    private static final Pattern QUESTION = Pattern.compile("proxy_pass http://limiter/\\S+;");
    private static final String MAIN = """
            daemon off;
            worker_processes 1;
            error_log stderr;
            pid nginx.pid;
            events {}
            http {
              access_log off;
              keepalive_requests 100000000;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              include auth-request.conf;
              server { listen 127.0.0.1:%d; location / { return 200; } }
            }
            """;

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Whom nginx asks before each call. */
    enum Asked {
        /** The limiter's door, as shipped. */
        DOOR,
        /** The empty endpoint beside it. */
        FLOOR
    }

    /** The program, where it is installed. */
    static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts one and waits until its port is open.
     *
     * @param program nginx
     * @param shipped the folder with {@code auth-request.conf} and what it includes
     * @param directory an empty folder to work in
     * @param limiter port of the limiter's doors
     */
    static Nginx start(Path program, Path shipped, Path directory, int limiter, Asked asked) throws IOException {
        int port = freePort();
        int models = freePort();
        Files.copy(shipped.resolve("accounts.map"), directory.resolve("accounts.map"));
        String conf = Files.readString(shipped.resolve("auth-request.conf"))
                .replace("127.0.0.1:8080", "127.0.0.1:" + port)
                .replace("127.0.0.1:8791", "127.0.0.1:" + limiter)
                .replace("127.0.0.1:8000", "127.0.0.1:" + models);
        Matcher question = QUESTION.matcher(conf);
        if (!question.find()) {
            throw new IOException(shipped + " asks no limiter");
        }
        Files.writeString(
                directory.resolve("auth-request.conf"),
                asked == Asked.DOOR ? conf : question.replaceFirst("proxy_pass http://limiter" + Floor.HTTP + ";"));
        Path main = Files.writeString(directory.resolve("nginx.conf"), MAIN.formatted(models));
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        List.of(program.toString(), "-p", directory.toString(), "-c", main.toString(), "-e", "stderr"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Nginx nginx = new Nginx(process, port);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!nginx.isOpen()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                nginx.close();
                throw new IOException(
                        "nginx did not start: " + Files.readString(log).strip());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return nginx;
    }

    int port() {
        return port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LimiterServer.LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    private boolean isOpen() {
        try (Socket socket = new Socket(LimiterServer.LOOPBACK, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it and its worker, and waits until they are gone. */
    @Override
    public void close() {
        // The master first: it starts another worker for one that is killed.
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        workers.forEach(ProcessHandle::destroyForcibly);
        workers.forEach(worker -> worker.onExit().join());
    }
}
