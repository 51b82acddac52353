// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.probe.Probe.Outcome;
import dev.stillwatch.policies.probe.Probe.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One test a verdict, and what is read beside it. */
@Timeout(60)
class ProberTest {
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST = 4;

    private ScriptedGateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new ScriptedGateway();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aLimitThatPassesSomeAndThenRefusesBites() throws Exception {
        gateway.answers(200).answers(201).answers(429, "Retry-After", "43").answers(200);
        assertThat(probe()).isEqualTo(new Outcome(Verdict.BITES, 2, 429, 43, List.of(), ""));
        assertThat(gateway.seen()).as("it stops at the refusal").hasSize(3);
    }

    @Test
    void everyCallIsTheCallThatWasGiven() throws Exception {
        gateway.answers(200).answers(429);
        probe();
        assertThat(gateway.bodies()).containsExactly("a call", "a call");
        assertThat(gateway.seen())
                .allSatisfy(headers -> assertThat(headers.get("Authorization")).containsExactly("Bearer secret"));
    }

    @Test
    void aLimitThatNeverRefusesIsTriedAsOftenAsWasSaid() throws Exception {
        gateway.answers(200);
        assertThat(probe()).isEqualTo(new Outcome(Verdict.NEVER_REFUSED, MOST, 200, -1, List.of(), ""));
        assertThat(gateway.seen()).hasSize(MOST);
    }

    @Test
    void aRefusalAtOnceIsNoLimitThatLetsAnythingPass() throws Exception {
        gateway.answers(429);
        assertThat(probe()).isEqualTo(new Outcome(Verdict.ALWAYS_REFUSED, 0, 429, -1, List.of(), ""));
    }

    @Test
    void onlyTheStatusesThatWereSaidAreRefusals() throws Exception {
        gateway.answers(200).answers(446).answers(503).answers(429);
        assertThat(probe(446, 503)).isEqualTo(new Outcome(Verdict.BITES, 1, 446, -1, List.of(), ""));
        assertThat(probe(446, 503).status()).isEqualTo(503);
        assertThat(probe(446, 503).verdict()).isEqualTo(Verdict.BROKEN);
    }

    @Test
    void whateverIsNeitherPassedNorRefusedIsBroken() throws Exception {
        gateway.answers(200).answers(502).answers(401).answers(403).answers(404).answers(302, "Location", "/elsewhere");
        assertThat(probe()).isEqualTo(new Outcome(Verdict.BROKEN, 1, 502, -1, List.of(), ""));
        for (int status : new int[] {401, 403, 404, 302}) {
            assertThat(probe()).isEqualTo(new Outcome(Verdict.BROKEN, 0, status, -1, List.of(), ""));
        }
        assertThat(gateway.seen()).as("nobody followed the redirect").hasSize(6);
    }

    @Test
    void aWaitIsReadAsSecondsOrDate() throws Exception {
        gateway.answers(429, "Retry-After", " 7 ")
                .answers(429, "retry-after", "Thu, 26 Nov 2026 10:01:30 GMT")
                .answers(429, "Retry-After", "Thu, 26 Nov 2026 09:00:00 GMT")
                .answers(429, "Retry-After", "soon")
                .answers(429, "Retry-After", "-5")
                .answers(429, "Retry-After", "99999999999999999999");
        assertThat(probe().waitSeconds()).isEqualTo(7);
        assertThat(probe().waitSeconds()).isEqualTo(90);
        assertThat(probe().waitSeconds()).as("a date that has passed").isZero();
        assertThat(probe().waitSeconds()).isEqualTo(-1);
        assertThat(probe().waitSeconds()).isEqualTo(-1);
        assertThat(probe().waitSeconds()).isEqualTo(-1);
    }

    @Test
    void whatTheLimiterTellsTheGatewayIsFoundInAnyAnswer() throws Exception {
        gateway.answers(200, "X-Stillwatch-Tier", "throttle").answers(429, "x-stillwatch-max-n", "1");
        assertThat(probe())
                .isEqualTo(
                        new Outcome(Verdict.BITES, 1, 429, -1, List.of("x-stillwatch-max-n", "x-stillwatch-tier"), ""));
    }

    @Test
    void nobodyThereIsNoAnswer() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(probe("http://127.0.0.1:" + free, PATIENCE, 429))
                .isEqualTo(new Outcome(Verdict.NO_ANSWER, 0, 0, -1, List.of(), "nobody there"));
    }

    @Test
    void aConnectionThatEndsFirstIsNoAnswer() throws Exception {
        gateway.answers(200).hangsUp();
        assertThat(probe())
                .isEqualTo(new Outcome(Verdict.NO_ANSWER, 1, 0, -1, List.of(), "the connection ended first"));
    }

    @Test
    void anAnswerThatNeverEndsIsNoAnswer() throws Exception {
        gateway.neverEnds();
        assertThat(probe("http://" + gateway.authority(), Duration.ofSeconds(1), 429))
                .isEqualTo(new Outcome(Verdict.NO_ANSWER, 0, 0, -1, List.of(), "not within 1 s"));
    }

    @Test
    void aPortWithoutTlsIsNoAnswerOverTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answerPlainly(plain));
            assertThat(probe("https://127.0.0.1:" + plain.getLocalPort(), PATIENCE, 429))
                    .isEqualTo(new Outcome(
                            Verdict.NO_ANSWER, 0, 0, -1, List.of(), "no TLS with a certificate that this Java trusts"));
            answered.join();
        }
    }

    /** As gateways do when they are greeted with TLS on a port without it. */
    private static void answerPlainly(ServerSocket plain) {
        try (Socket connection = plain.accept()) {
            assertThat(connection.getInputStream().read(new byte[8192])).isPositive();
            connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome probe() throws InterruptedException {
        return probe(429);
    }

    private Outcome probe(Integer... refusals) throws InterruptedException {
        return probe("http://" + gateway.authority(), PATIENCE, refusals);
    }

    private static Outcome probe(String base, Duration patience, Integer... refusals) throws InterruptedException {
        HttpRequest call = HttpRequest.newBuilder(URI.create(base + "/v1/chat/completions"))
                .header("Authorization", "Bearer secret")
                .POST(HttpRequest.BodyPublishers.ofString("a call"))
                .build();
        return new Prober(call, patience, Set.of(refusals), MOST, () -> NOW).run();
    }
}
