// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.stillwatch.deploy.console.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class WatchCommandTest {
    private static final String EVENT =
            "id: 0:1\ndata: {\"time\":0,\"message\":\"why\",\"finding_info\":{\"uid\":\"f-1\"},"
                    + "\"unmapped\":{\"subject\":\"acct-1\",\"tier\":\"watch\"}}\n\n";

    @TempDir
    private Path directory;

    @Test
    void whoStopsReadingEndsIt() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() > 1 ? 401 : 200, 0);
            exchange.getResponseBody().write(EVENT.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        StringWriter err = new StringWriter();
        CommandLine command = StillwatchCommand.commandLine(new Terminal(
                new PrintWriter(closed, true, StandardCharsets.UTF_8), new PrintWriter(err, true), false, 100));
        Path token = Files.writeString(directory.resolve("token"), "t\n");
        try {
            assertThat(command.execute(
                            "watch",
                            "--url",
                            "http://127.0.0.1:" + server.getAddress().getPort(),
                            "--token-file",
                            token.toString()))
                    .as(err.toString())
                    .isZero();
            assertThat(asked).hasValue(1);
        } finally {
            server.stop(0);
        }
    }
}
