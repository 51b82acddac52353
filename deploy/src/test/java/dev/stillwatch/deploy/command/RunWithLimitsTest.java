// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.deploy.console.Terminal;
import dev.stillwatch.deploy.limiter.Published;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.key.KeyFile;
import dev.stillwatch.policies.standing.Standing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The limiter inside the live system: one process that audits and answers gateways. */
@Timeout(240)
class RunWithLimitsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Terminal terminal = new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 100);
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private int run(String... arguments) {
        return RunLine.run(terminal, directory.resolve("home"), arguments);
    }

    @Test
    void aGatewayIsAnsweredByTheLimitsAndTheStandingsOfTheSameProcess() throws Exception {
        Path limits = Files.writeString(directory.resolve("limits.yaml"), """
                domain: llm
                descriptors:
                  - key: account
                    rate_limit: {unit: day, requests_per_unit: 6}
                """);
        Thread service = new Thread(() -> run(
                "--port",
                "0",
                "--broker-port",
                "0",
                "--partitions",
                "1",
                "--threads",
                "1",
                "--limits",
                limits.toString(),
                "--limiter-port",
                "0"));
        service.start();
        try {
            await().atMost(PATIENCE).until(() -> out.toString().contains("Doors at"));
            String doors = said("Doors at (http://127.0.0.1:\\d+)\\.");
            await().atMost(PATIENCE).until(() -> get(doors + "/health").statusCode() == 200);
            assertThat(out.toString()).contains("Follows the standings of the cluster at");
            assertThat(passing(doors, "a", 7)).isEqualTo(6);

            throttle(said("process at (\\S+),"), "flagged");
            await().atMost(PATIENCE)
                    .until(() -> get(doors + "/v1/limits/flagged").body().contains("\"tier\":\"throttle\""));
            // Half of an hour's exchanges at once, which is less than the file allows.
            assertThat(passing(doors, "flagged", 7)).isEqualTo(4);
        } finally {
            service.interrupt();
            service.join();
        }
        assertThat(err.toString()).endsWith("stillwatch: stopping\n");
    }

    @Test
    void limitsThatCannotBeReadEndTheStart() throws Exception {
        Path limits = Files.writeString(directory.resolve("limits.yaml"), "domain: [llm]");
        assertThat(run("--port", "0", "--broker-port", "0", "--limits", limits.toString(), "--limiter-port", "0"))
                .isEqualTo(ExitCode.INPUT);
        assertThat(err.toString()).contains(limits + ":1:");
    }

    /** Publishes a standing that allows eight exchanges an hour, under the key that the run made. */
    private void throttle(String servers, String account) throws IOException {
        DeploymentKey key = KeyFile.in(directory.resolve("home")).current();
        Published.standing(servers, key, Published.throttle(account, 8, Standing.Mode.ENFORCE));
    }

    @Test
    void aTakenPortNamesTheOptionOfTheLimiter() throws Exception {
        Path limits = Files.writeString(directory.resolve("limits.yaml"), "domain: llm");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run(
                            "--port",
                            "0",
                            "--broker-port",
                            "0",
                            "--partitions",
                            "1",
                            "--limits",
                            limits.toString(),
                            "--limiter-port",
                            Integer.toString(taken.getLocalPort())))
                    .isEqualTo(ExitCode.INPUT);
        }
        assertThat(err.toString()).contains("choose one with --limiter-port");
    }

    private int passing(String doors, String account, int calls) throws IOException, InterruptedException {
        int passed = 0;
        for (int i = 0; i < calls; i++) {
            String asking = doors + "/authz?domain=llm&descriptors=account=" + account;
            passed += get(asking).statusCode() == 200 ? 1 : 0;
        }
        return passed;
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private String said(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(out.toString());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
