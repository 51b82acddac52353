// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.command.StillwatchCommand;
import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.deploy.process.PortProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The self-test through real gateways, with the configuration and the limits that ship, until the limiter is killed. */
@Timeout(300)
class ProbeTest {

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
        int gatewayPort = PortProcess.freePort();
        int limiterPort = PortProcess.freePort();
        try (ModelServer models = new ModelServer()) {
            Path shipped = Shipped.copy(
                    directory.resolve("shipped"),
                    new Shipped.Ports(gatewayPort, limiterPort, models.port()),
                    Shipped.Patience.LONG,
                    UnaryOperator.identity());
            try (PortProcess ignored =
                    contract.start(shipped, Files.createDirectory(directory.resolve("gateway")), gatewayPort)) {
                try (PortProcess limiter = Child.limiter(
                        Files.createDirectory(directory.resolve("limiter")), limiterPort, shipped.resolve("limits"))) {
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
