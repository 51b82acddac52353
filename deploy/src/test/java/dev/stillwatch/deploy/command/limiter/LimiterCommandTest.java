// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.command.limiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.deploy.command.StillwatchCommand;
import dev.stillwatch.deploy.console.Terminal;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The limiter as a person starts it, on a free port. */
@Timeout(120)
class LimiterCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LIMITS = """
            domain: llm
            descriptors:
              - key: account
                rate_limit: {unit: hour, requests_per_unit: %s}
            stillwatch: {headers: x-ratelimit}
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void itDecidesByTheFileAndReadsItAgainUntilItIsStopped() throws Exception {
        Path limits = Files.writeString(directory.resolve("limits.yaml"), LIMITS.formatted("2"));
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Thread service = new Thread(() -> ended.complete(run("--limits", limits.toString(), "--port", "0")));
        service.start();
        String doors;
        try {
            await().atMost(PATIENCE).until(() -> out.toString().contains("Ctrl-C stops."));
            assertThat(out.toString())
                    .contains("1 domain, 1 limit.")
                    .contains(
                            "without a broker no standings of the auditor are followed, and nothing that is counted is"
                                    + " kept over a restart");
            doors = said("Doors at (http://\\S+)\\.");
            String asking = doors + "/authz?domain=llm&descriptors=account=a";
            assertThat(get(asking).statusCode()).isEqualTo(200);
            HttpResponse<String> second = get(asking);
            assertThat(second.headers().firstValue("x-ratelimit-remaining")).contains("0");
            assertThat(get(asking).statusCode()).isEqualTo(429);
            assertThat(get(doors + "/health").statusCode()).isEqualTo(200);
            assertThat(get(doors + "/v1/limits/a").body()).contains("\"requests_per_unit\":2");
            assertThat(get(doors + "/metrics").body())
                    .contains("stillwatch_limiter_limits_loads 1.0")
                    .contains("stillwatch_limiter_rule_hits_total{result=\"within\",rule=\"llm.account\"} 2.0")
                    .contains("stillwatch_limiter_rule_hits_total{result=\"over\",rule=\"llm.account\"} 1.0");

            Files.writeString(limits, LIMITS.formatted("many"));
            await().atMost(PATIENCE).until(() -> err.toString().contains("stay in force"));
            assertThat(err.toString()).contains("limits refused: " + limits + ":4:");
            assertThat(get(asking).statusCode()).isEqualTo(429);

            Files.writeString(limits, LIMITS.formatted("1000"));
            await().atMost(PATIENCE).until(() -> err.toString().contains("limits read again"));
            assertThat(get(asking).statusCode()).isEqualTo(200);
        } finally {
            service.interrupt();
            service.join();
        }
        assertThat(ended.get(1, TimeUnit.SECONDS)).isZero();
        assertThat(err.toString()).endsWith("stillwatch: stopping\n");
    }

    @Test
    void shadowRefusesNothingAndTellsWhomTheFileWouldHaveRefused() throws Exception {
        String text = LIMITS.formatted("0")
                .replace("stillwatch: {headers", "    stillwatch: {tokens: {rpm: 0}}\nstillwatch: {headers");
        Path limits = Files.writeString(directory.resolve("limits.yaml"), text);
        Thread service = new Thread(() -> run("--limits", limits.toString(), "--port", "0", "--shadow"));
        service.start();
        try {
            await().atMost(PATIENCE).until(() -> out.toString().contains("Ctrl-C stops."));
            assertThat(out.toString()).contains("nothing is refused");
            String doors = said("Doors at (http://\\S+)\\.");
            assertThat(get(doors + "/authz?domain=llm&descriptors=account=a").statusCode())
                    .isEqualTo(200);
            String call = "{\"domain\": \"llm\", \"account\": \"a\", \"input_tokens\": 1}";
            HttpResponse<String> admitted = send(HttpRequest.newBuilder(URI.create(doors + "/v1/admit"))
                    .POST(HttpRequest.BodyPublishers.ofString(call)));
            assertThat(admitted.statusCode()).as(admitted.body()).isEqualTo(200);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(get(doors + "/v1/shadow").body())
                                    .contains(
                                            "\"file\":{\"calls\":2,\"customers\":1,\"most\":[{\"subject\":\"a\",\"calls\":2}]}"));
            assertThat(get(doors + "/metrics").body()).contains("stillwatch_limiter_shadow_file_calls 2.0");
        } finally {
            service.interrupt();
            service.join();
        }
    }

    @Test
    void aBadFileIsOneLineWithItsPlace() throws IOException {
        Path bad = Files.writeString(directory.resolve("bad.yaml"), LIMITS.formatted("many"));
        assertThat(run("--limits", bad.toString(), "--port", "0")).isEqualTo(2);
        assertThat(err.toString()).startsWith("stillwatch: " + bad + ":4:").hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void wrongOptionsAreOneLineEach() throws IOException {
        Path good = Files.writeString(directory.resolve("good.yaml"), LIMITS.formatted("2"));
        for (List<String> wrong : List.of(
                List.of("--port", "0"),
                List.of("--limits", directory.resolve("missing.yaml").toString()),
                List.of("--limits", good.toString(), "--port", "70000"),
                List.of("--limits", good.toString(), "--port", "many"),
                List.of("--limits", good.toString(), "--max-keys", "0"),
                List.of("--limits", good.toString(), "--peers", "a"),
                List.of("--limits", good.toString(), "--peers", "a=127.0.0.1:1,b=127.0.0.1:2"),
                List.of("--limits", good.toString(), "--name", "a", "--peers", "a=127.0.0.1:1,a=127.0.0.1:2"),
                List.of("--limits", good.toString(), "--host", "no.such.host.invalid"))) {
            err.getBuffer().setLength(0);
            assertThat(run(wrong.toArray(String[]::new))).as(wrong.toString()).isEqualTo(2);
            assertThat(err.toString())
                    .as(wrong.toString())
                    .startsWith("stillwatch: ")
                    .hasLineCount(1);
        }
    }

    @Test
    void aTakenPortIsOneLine() throws IOException {
        Path good = Files.writeString(directory.resolve("good.yaml"), LIMITS.formatted("2"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("--limits", good.toString(), "--port", String.valueOf(taken.getLocalPort())))
                    .isEqualTo(2);
            assertThat(err.toString()).hasLineCount(1).contains("--port");
        }
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "limiter";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return StillwatchCommand.commandLine(
                        new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), false, 100))
                .execute(all);
    }

    private String said(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(out.toString());
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(uri)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }
}
