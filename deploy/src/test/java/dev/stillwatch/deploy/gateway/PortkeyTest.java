// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.process.PortProcess;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Portkey with the config that ships, behind the HAProxy that says who calls. */
class PortkeyTest extends GatewayTest {
    private static final String PACKAGE = "STILLWATCH_PORTKEY";
    /** Portkey answers a denied call so, and no guardrail can have another status. */
    private static final int DENIED = 446;

    private Optional<PortProcess> portkey = Optional.empty();
    private boolean closed;
    private boolean lost;

    @Override
    PortProcess start(Path shipped, Path directory, int port) throws IOException {
        Path haproxy = Installed.program("haproxy", "apt-get install haproxy");
        Path node = Installed.program("node", "apt-get install nodejs");
        Path program = Installed.file(
                Path.of(System.getenv().getOrDefault(PACKAGE, PACKAGE), "build", "start-server.js"),
                "npm install --prefix DIR @portkey-ai/gateway@1.15.2, and " + PACKAGE
                        + "=DIR/node_modules/@portkey-ai/gateway");
        int behind = PortProcess.freePort();
        portkey = Optional.of(Child.start(
                Files.createDirectory(directory.resolve("portkey")),
                behind,
                Map.of(),
                List.of(node.toString(), program.toString(), "--headless", "--port=" + behind)));
        Path front = shipped.resolve("portkey/front.cfg");
        Files.writeString(front, Files.readString(front).replace("127.0.0.1:8787", "127.0.0.1:" + behind));
        return Child.start(
                directory,
                port,
                Map.of("STILLWATCH_GATEWAYS", shipped.toString(), "PORTKEY_CONFIG", config(shipped)),
                List.of(haproxy.toString(), "-db", "-f", front.toString()));
    }

    /** The config as a header has it, patient with a limiter that has just started. */
    private String config(Path shipped) throws IOException {
        String config = Files.readString(shipped.resolve("portkey/config.json"))
                .replace("\n", "")
                .replace("\"timeout\": 200", "\"timeout\": 10000");
        if (closed) {
            config = config.replaceFirst("\"failOnError\": false", "\"failOnError\": true");
        }
        return lost ? config.replace("/v1/portkey", "/v1/nothing") : config;
    }

    @AfterEach
    void closePortkey() {
        portkey.ifPresent(PortProcess::close);
    }

    @Override
    int passes() {
        return 2;
    }

    /** Their tokens end it sooner. */
    @Override
    int requestsOfADay() {
        return 100;
    }

    @Override
    void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(DENIED);
        assertThat(answer.body())
                .contains("\"hook_results\"")
                .contains("http-problem-types#quota-exceeded")
                .containsPattern("\"retry_after\":[1-9][0-9]{0,4}[},]")
                .doesNotContain("reservation");
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("x-stillwatch"));
    }

    @Test
    void whatACallDidNotUseComesBack() throws Exception {
        assertThatWhatCallsDidNotUseComesBack();
    }

    @Test
    void aCallThatTheModelDidNotAnswerIsHeldUntilItExpires() throws Exception {
        open(GREEDY);
        models().close();
        assertThat(call("sk-acct-1").statusCode()).isBetween(500, 504);
        assertThat(ask("/metrics")).contains("stillwatch_limiter_reservations 1.0");
    }

    @Test
    void whatIsNoAnswerOfALimiterLetsCallsPassUntilThatIsClosed() throws Exception {
        lost = true;
        open(MODEST);
        assertThat(call("sk-acct-1").statusCode()).isEqualTo(200);
    }

    @Test
    void whatTheLimiterCouldNotReadIsRefusedBeforeIt() throws Exception {
        openBeside(200, Map.of());
        assertThat(caller().statusOf("sk-acct-1")).isEqualTo(411);
        assertThat(caller().statusOf("sk-acct-1", "transfer-encoding: chunked")).isEqualTo(411);
        assertThat(caller().statusOf("sk-acct-1", "content-length: 1048577")).isEqualTo(413);
        assertThat(caller().statusOf("sk-acct-1", "content-length: 4294967396")).isEqualTo(413);
        assertThat(models().seen()).isEmpty();
    }

    @Test
    void whatHooksAreToldNothingOfReachesNobody() throws Exception {
        openBeside(200, Map.of());
        assertThat(caller().statusAt("POST /v1/messages/batches", "sk-acct-1", "content-length: 2"))
                .isEqualTo(404);
        assertThat(caller().statusAt("GET /v1/models", "sk-acct-1")).isEqualTo(404);
        assertThat(caller().statusAt("GET /v1/chat/completions", "sk-acct-1", "content-length: 0"))
                .isEqualTo(405);
        assertThat(models().seen()).isEmpty();
    }

    @Test
    void closedItRefusesWhatNobodyCouldDecideOn() throws Exception {
        lost = true;
        closed = true;
        open(MODEST);
        assertThat(call("sk-acct-1").statusCode()).isEqualTo(DENIED);
    }
}
