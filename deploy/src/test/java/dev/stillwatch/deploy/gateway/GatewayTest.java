// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.deploy.Child;
import dev.stillwatch.deploy.limiter.OwnLimiter;
import dev.stillwatch.deploy.process.PortProcess;
import dev.stillwatch.ratelimit.header.UpstreamHeaders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every gateway shows with the configuration that ships, in front of a model server and beside a limiter that is a
 * process of its own. All limits here are of a day, so that nothing comes back while a test runs.
 */
@Timeout(300)
abstract class GatewayTest {
    /** Calls of a day that pass, and what they may take together. */
    static final int CALLS = 3;

    private static final int TOKENS = 4000;
    private static final String LIMITS = """
            domain: llm
            descriptors:
              - key: account
                rate_limit: {unit: day, requests_per_unit: %d}
                stillwatch:
                  tokens: {tpd: %d}
            stillwatch: {headers: openai}
            """;
    private static final String TOKEN_LIMITS = """
            domain: llm-tokens
            descriptors:
              - key: charged-account
                rate_limit: {unit: day, requests_per_unit: %d}
            stillwatch: {headers: openai}
            """.formatted(TOKENS);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String CALL = """
            {"model": "m", "max_tokens": 1000, "messages": [{"role": "user", "content": "Say something."}]}""";

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private int gatewayPort;
    private int limiterPort;
    private final ModelServer models = new ModelServer();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private Shipped.Patience patience = Shipped.Patience.LONG;
    private UnaryOperator<String> edit = UnaryOperator.identity();

    /** Starts the gateway in front of the model server, or skips the test where it is not installed. */
    abstract PortProcess start(Path shipped, Path directory, int port) throws IOException;

    /** Tokens of each half of an answer; two answers use up what a day has. */
    static final int GREEDY = 1000;

    /** An answer that costs next to nothing. */
    static final int MODEST = 5;

    /** Held are a thousand tokens and more, so without settlement four calls would use up a day. */
    static final int MORE_THAN_WOULD_BE_HELD = 8;

    /** Greedy calls of one day that pass. */
    abstract int passes();

    /** Calls of one day that the file lets pass, whatever they take. */
    int requestsOfADay() {
        return CALLS;
    }

    void open(int tokens) throws IOException {
        open(tokens, port -> OwnLimiter.start(directory.resolve("limits"), port));
    }

    /** Beside a limiter that can be killed. */
    private void openBesideAProcess(int tokens) throws IOException {
        open(
                tokens,
                port -> Child.limiter(
                        Files.createDirectory(directory.resolve("limiter")), port, directory.resolve("limits")));
    }

    /** The gateway beside what stands on the limiter's port. */
    void open(int tokens, Limiter limiter) throws IOException {
        gatewayPort = PortProcess.freePort();
        limiterPort = PortProcess.freePort();
        models.takes(tokens);
        Shipped.Ports ports = new Shipped.Ports(gatewayPort, limiterPort, models.port());
        Path shipped = Shipped.copy(directory.resolve("shipped"), ports, patience, edit);
        Path limits = Files.createDirectory(directory.resolve("limits"));
        Files.writeString(limits.resolve("llm.yaml"), LIMITS.formatted(requestsOfADay(), TOKENS));
        Files.writeString(limits.resolve("llm-tokens.yaml"), TOKEN_LIMITS);
        opened.push(start(shipped, Files.createDirectory(directory.resolve("gateway")), gatewayPort));
        opened.push(limiter.start(limiterPort));
    }

    /** The gateway beside a limiter that says the same to every question. */
    StubLimiter openBeside(int status, Map<String, String> headers) throws IOException {
        List<StubLimiter> stub = new ArrayList<>();
        open(MODEST, port -> {
            stub.add(new StubLimiter(port, status, headers));
            return stub.get(0);
        });
        return stub.get(0);
    }

    /** The gateway waits for the limiter as long as it does where it ships. */
    void openAsImpatientAsItShips(int tokens, Limiter limiter) throws IOException {
        patience = Shipped.Patience.AS_SHIPPED;
        open(tokens, limiter);
    }

    Shipped.Patience patience() {
        return patience;
    }

    /** Has the gateway that is opened next start with something else in its files, in place of what they ship with. */
    void instead(UnaryOperator<String> edit) {
        this.edit = edit;
    }

    /** Closes it, too, when the test ends. */
    void keep(PortProcess child) {
        opened.push(child);
    }

    @AfterEach
    void close() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        models.close();
    }

    /** What is asked. */
    @FunctionalInterface
    interface Limiter {
        AutoCloseable start(int port) throws IOException;
    }

    @Test
    void aCallWithinItsLimitReachesTheModelAndNothingThatItsCallerWroteInTheLimitersName() throws Exception {
        open(MODEST);
        HttpResponse<String> answer = call("sk-acct-1");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"total_tokens\":10");
        assertThat(models.seen()).hasSize(1);
        assertNothingForged();
    }

    /** Callers write in the limiter's name with every call here, and the limiter itself caps those that it admits. */
    void assertNothingForged() {
        assertThat(models.seen())
                .isNotEmpty()
                .allSatisfy(headers -> assertThat(headers).allSatisfy((name, values) -> {
                    String plain = name.toLowerCase(Locale.ROOT);
                    if (plain.replace('_', '-').startsWith("x-stillwatch")) {
                        assertThat(plain).isIn(UpstreamHeaders.MAX_TOKENS, UpstreamHeaders.MAX_CHOICES);
                        assertThat(values).containsAnyOf("1000", "1").hasSize(1);
                    }
                }));
    }

    @Test
    void aCallByNobodyKnownReachesNothing() throws Exception {
        open(MODEST);
        assertThat(call("sk-unknown").statusCode()).isEqualTo(401);
        assertThat(models.seen()).isEmpty();
    }

    @Test
    void aCallAboveItsLimitIsRefusedAndToldWhenToComeBack() throws Exception {
        open(GREEDY);
        for (int i = 0; i < passes(); i++) {
            assertThat(settled("sk-acct-1").statusCode()).isEqualTo(200);
        }
        assertRefused(settled("sk-acct-1"));
        assertThat(models.seen()).hasSize(passes());
        assertThat(settled("sk-acct-2").statusCode()).isEqualTo(200);
    }

    /** What a refused caller is told. */
    void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValueAsLong("retry-after").orElse(0)).isBetween(1L, 86_400L);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.body()).contains("http-problem-types#quota-exceeded").doesNotContain("reservation");
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.startsWith("x-stillwatch"))
                .anyMatch(name -> name.startsWith("x-ratelimit-remaining"));
    }

    @Test
    void whenTheLimiterIsKilledCallsPass() throws Exception {
        openBesideAProcess(MODEST);
        assertThat(call("sk-acct-1").statusCode()).isEqualTo(200);
        opened.pop().close();
        for (int i = 0; i < CALLS + 1; i++) {
            assertThat(call("sk-acct-1").statusCode()).isEqualTo(200);
        }
        assertThat(call("sk-unknown").statusCode()).isEqualTo(401);
        assertNothingForged();
    }

    /** At a gateway that holds tokens before a call and settles what it took. */
    void assertThatWhatCallsDidNotUseComesBack() throws IOException, InterruptedException {
        open(MODEST);
        for (int i = 0; i < MORE_THAN_WOULD_BE_HELD; i++) {
            assertThat(settled("sk-acct-1").statusCode()).isEqualTo(200);
        }
    }

    ModelServer models() {
        return models;
    }

    HttpResponse<String> call(String key) throws IOException, InterruptedException {
        return call(key, CALL);
    }

    HttpResponse<String> call(String key, String body, String... headers) throws IOException, InterruptedException {
        return caller().call(key, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    Caller caller() {
        return new Caller(gatewayPort);
    }

    /** A call, and all that is to be done about it afterwards. */
    HttpResponse<String> settled(String key) throws IOException, InterruptedException {
        HttpResponse<String> answer = call(key);
        await().atMost(PATIENCE).until(() -> gauge("stillwatch_limiter_reservations") == 0);
        return answer;
    }

    private double gauge(String name) throws IOException, InterruptedException {
        return ask("/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }

    /** What the limiter says at one of its doors. */
    String ask(String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + limiterPort + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
