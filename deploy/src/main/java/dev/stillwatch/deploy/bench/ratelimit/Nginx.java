// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import dev.stillwatch.deploy.process.PortProcess;
import dev.stillwatch.ratelimit.door.Floor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An nginx of its own on a free port, with one worker, that includes the shipped file for {@code auth_request}; in place of
 * the model server stands another server of the same nginx, which answers 200 and nothing else.
 */
final class Nginx {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
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

    private Nginx() {}

    /** Whom nginx asks before each call. */
    enum Asked {
        /** The limiter's door, as shipped. */
        DOOR,
        /** The empty endpoint beside it. */
        FLOOR
    }

    /**
     * Starts one and waits until its port is open.
     *
     * @param program nginx
     * @param shipped the folder with {@code auth-request.conf} and what it includes
     * @param directory an empty folder to work in
     * @param limiter port of the limiter's doors
     */
    static PortProcess start(Path program, Path shipped, Path directory, int limiter, Asked asked) throws IOException {
        int port = PortProcess.freePort();
        int models = PortProcess.freePort();
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
        return PortProcess.start(
                directory,
                port,
                PATIENCE,
                Map.of(),
                List.of(program.toString(), "-p", directory.toString(), "-c", main.toString(), "-e", "stderr"));
    }
}
