// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.deploy.command.StillwatchCommand;
import dev.stillwatch.deploy.console.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The self-test through real gateways, with the configuration and the limits that ship, until the limiter is killed. */
@Timeout(180)
class ProbeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration QUICK = Duration.ofMillis(50);

    private final HttpClient client = HttpClient.newHttpClient();
    private final StringWriter out = new StringWriter();

    @TempDir
    private Path directory;

    static Stream<Arguments> gateways() {
        return Stream.of(
                        Named.of("nginx, auth_request", new NginxTest().new AuthRequestTest()),
                        Named.of("nginx, Lua", new NginxTest().new LuaTest()),
                        Named.of("HAProxy", new HaproxyTest()),
                        Named.of("Caddy", new CaddyTest()))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("gateways")
    void itFindsThatLimitsBiteAndThatNobodyRefusesOnceTheLimiterIsKilled(GatewayTest contract) throws Exception {
        int gatewayPort = Child.freePort();
        int limiterPort = Child.freePort();
        try (ModelServer models = new ModelServer()) {
            Path shipped = Shipped.copy(directory.resolve("shipped"), gatewayPort, limiterPort, models.port());
            try (Child ignored =
                    contract.start(shipped, Files.createDirectory(directory.resolve("gateway")), gatewayPort)) {
                try (Child limiter = Child.limiter(
                        Files.createDirectory(directory.resolve("limiter")), limiterPort, shipped.resolve("limits"))) {
                    await().atMost(PATIENCE).until(() -> isQuick(limiterPort));
                    assertThat(probe(gatewayPort)).as(out.toString()).isZero();
                    assertThat(out.toString()).contains("passed, then the gateway refused with 429 and told to wait");
                }
                assertThat(probe(gatewayPort)).as(out.toString()).isEqualTo(1);
                assertThat(out.toString()).contains("All 20 calls passed: check");
            }
        } finally {
            contract.close();
        }
    }

    /** Whether the limiter answers sooner than gateways lose patience: one that has just started takes longer. */
    private boolean isQuick(int port) throws IOException, InterruptedException {
        long start = System.nanoTime();
        ask(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/authz?domain=llm&descriptors=account=warm")));
        ask(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/admit"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"domain\":\"llm\",\"account\":\"warm\",\"input_tokens\":1}")));
        return System.nanoTime() - start < QUICK.toNanos();
    }

    private void ask(HttpRequest.Builder question) throws IOException, InterruptedException {
        client.send(question.build(), HttpResponse.BodyHandlers.discarding());
    }

    private int probe(int port) throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "Authorization: Bearer sk-probe\n");
        PrintWriter writer = new PrintWriter(out, true);
        return StillwatchCommand.commandLine(new Terminal(writer, writer, false, 100))
                .execute(List.of(
                                "limiter",
                                "probe",
                                "--gateway",
                                "http://127.0.0.1:" + port,
                                "--header-file",
                                key.toString())
                        .toArray(String[]::new));
    }
}
