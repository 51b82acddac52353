// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.Rate;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server on a free port of loopback before a {@link TableLimiter}: 3 a minute for an account, 2 an hour with a model. One
 * for the tests of a class; each finds it ready and untouched.
 */
final class OpenDoors implements BeforeEachCallback, AfterAllCallback, AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-26T06:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final TableLimiter limiter = new TableLimiter();
    final RawBytes wire;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final LimiterServer server;
    private volatile boolean ready = true;
    private volatile boolean stumbles;

    OpenDoors() {
        limiter.limit("account", new CurrentLimit(new Rate(3, Unit.MINUTE), "per-account"));
        limiter.limit("account/model", new CurrentLimit(new Rate(2, Unit.HOUR), "per-model"));
        limiter.limit("week", new CurrentLimit(new Rate(15, Unit.WEEK), ""));
        limiter.limit("tokens", new CurrentLimit(new Rate(1, Unit.DAY), "tpd"));
        limiter.limit("quiet", new CurrentLimit(new Rate(60, Unit.MINUTE), "", Optional.of(new Rate(6, Unit.MINUTE))));
        limiter.limit("trial", new CurrentLimit(new Rate(60, Unit.MINUTE), "", Optional.empty()));
        server = start();
        wire = new RawBytes(server.port());
    }

    private LimiterServer start() {
        try {
            return LimiterServer.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    new LimiterServer.Parts(
                            limiter,
                            limiter,
                            this::domains,
                            () -> new Readiness(
                                    ready,
                                    ready ? "running" : "reading-standings",
                                    new TreeMap<>(Map.of("domains", 2L))),
                            Map.of("decisions.dropped", () -> 7L),
                            Map::of,
                            () -> NOW),
                    Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Domains domains() {
        if (stumbles) {
            throw new IllegalStateException("told so by a test");
        }
        return new Domains(List.of(
                new DomainView("llm", HeaderProfile.IETF, List.of("account", "api_key")),
                new DomainView("plain", HeaderProfile.NONE, List.of("account"))));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        limiter.reset();
        ready = true;
        stumbles = false;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    static Treatment treated(Tier tier, boolean visible) {
        return new Treatment(
                "acct-1",
                tier,
                tier,
                new LimitPlan(100, 20_000, 512, 1, true, true),
                "asks for step-by-step reasoning",
                4,
                visible,
                Optional.of("plan"));
    }

    int port() {
        return server.port();
    }

    void ready(boolean next) {
        ready = next;
    }

    /** Makes doors fail after the limiter has decided. */
    void stumbles(boolean next) {
        stumbles = next;
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(PATIENCE);
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        wire.close();
        server.close();
    }
}
