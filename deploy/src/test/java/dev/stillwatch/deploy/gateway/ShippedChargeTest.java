// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.deploy.limiter.Published;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.ratelimit.apply.FileLimiter;
import dev.stillwatch.ratelimit.apply.Modes;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.door.Domains;
import dev.stillwatch.ratelimit.door.LimiterServer;
import dev.stillwatch.ratelimit.door.Readiness;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import dev.stillwatch.ratelimit.standing.StandingBook;
import dev.stillwatch.ratelimit.standing.StandingLimiter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Caddy's file asks about a call and what its answer is charged with, beside a standing, by the limits that ship. */
@Timeout(60)
class ShippedChargeTest {
    private static final Pattern QUESTION = Pattern.compile("uri (/authz\\S+)");
    private static final Pattern CHARGE = Pattern.compile("(/authz\\?domain=llm-tokens\\S+hits=)512");
    private static final String WHOLE_MINUTE = "48000";

    private final HttpClient client = HttpClient.newHttpClient();
    private LimiterServer limiter;
    private List<String> questions;
    private String charge;

    /** Of four calls an hour two are there at the beginning. */
    @BeforeEach
    void start() throws IOException {
        questions = find(QUESTION, "caddy/Caddyfile");
        charge = find(CHARGE, "README.md").get(0);
        LimitsShelf shelf = new LimitsShelf(new LimitsLoader(LimitsLoader.Domains.ONCE));
        assertThat(shelf.replaceFrom(Shipped.GATEWAYS.resolve("limits"))).isEmpty();
        FileLimiter file =
                new FileLimiter(shelf, new Counters(InstantSource.fixed(Instant.EPOCH), 100), Modes.OF_RULES);
        StandingBook book = new StandingBook(InstantSource.system(), System::nanoTime, 10);
        StandingLimiter standings =
                new StandingLimiter(file::decide, book, domain -> settings(shelf, domain), System::nanoTime, 10);
        book.accept(Published.throttle("acct-1", 4, Standing.Mode.ENFORCE));
        limiter = LimiterServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new LimiterServer.Parts(
                        standings,
                        standings,
                        () -> new Domains(List.of()),
                        () -> new Readiness(true, "running", new TreeMap<>()),
                        Map.of(),
                        Map::of,
                        InstantSource.system()),
                Optional.empty());
    }

    @AfterEach
    void close() {
        limiter.close();
    }

    @Test
    void aCallWithItsChargeTakesOneExchangeOfItsAccountsPlan() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(call()).isEqualTo(200);
            assertThat(ask(charge + 512)).isEqualTo(200);
        }
        assertThat(call()).isEqualTo(429);
    }

    @Test
    void aChargeIsCountedWhenThePlanIsUsedUp() throws Exception {
        for (int i = 0; i < 3; i++) {
            call();
        }
        assertThat(ask(questions.get(1))).isEqualTo(200);
        assertThat(ask(charge + WHOLE_MINUTE)).isEqualTo(200);
        assertThat(ask(charge + 512)).isEqualTo(429);
        assertThat(ask(questions.get(1))).isEqualTo(429);
    }

    /** Both questions pass, or the one that refuses says how. */
    private int call() throws IOException, InterruptedException {
        assertThat(questions).hasSize(2);
        int first = ask(questions.get(0));
        return first == 200 ? ask(questions.get(1)) : first;
    }

    private int ask(String question) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + limiter.port() + question))
                .header("x-account", "acct-1")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static DomainSettings settings(LimitsShelf shelf, String domain) {
        return Optional.ofNullable(shelf.current())
                .map(limits -> limits.domain(domain))
                .orElseThrow()
                .settings();
    }

    private static List<String> find(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Files.readString(Shipped.GATEWAYS.resolve(file)))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
