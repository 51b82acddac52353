// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators ask, and how the doors open and close. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimiterServerTest {
    @RegisterExtension
    final OpenDoors doors = new OpenDoors();

    @Test
    void healthSaysWhetherItMayBeAsked() throws Exception {
        for (String path : List.of("/health", "/healthcheck")) {
            HttpResponse<String> ready = doors.get(path);
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).isEqualTo("{\"ready\":true,\"state\":\"running\",\"counts\":{\"domains\":2}}");
        }
        doors.ready(false);
        HttpResponse<String> reading = doors.get("/health");
        assertThat(reading.statusCode()).isEqualTo(503);
        assertThat(reading.body()).contains("\"state\":\"reading-standings\"");
    }

    @Test
    void metricsCountAnswersByDoorAndOutcome() throws Exception {
        try (OpenDoors fresh = new OpenDoors()) {
            metricsOf(fresh);
        }
    }

    private static void metricsOf(OpenDoors doors) throws IOException, InterruptedException {
        doors.get("/authz?domain=llm&descriptors=account=a");
        doors.get("/authz?domain=llm&descriptors=account=a&hits=9");
        doors.get("/authz");
        doors.limiter.undecided(true);
        doors.get("/authz?domain=llm&descriptors=account=a");
        doors.limiter.undecided(false);
        doors.limiter.treat(new Treatment(
                "a",
                Tier.WATCH,
                Tier.THROTTLE,
                dev.stillwatch.policies.standing.LimitPlan.NONE,
                "",
                1,
                true,
                Optional.of("plan")));
        doors.get("/authz?domain=llm&descriptors=account=b");
        String metrics = doors.get("/metrics").body();
        assertThat(metrics)
                .contains("stillwatch_limiter_answers_total{answer=\"passed\",door=\"authz\"} 2.0")
                .contains("stillwatch_limiter_answers_total{answer=\"refused\",door=\"authz\"} 1.0")
                .contains("stillwatch_limiter_answers_total{answer=\"undecided\",door=\"authz\"} 1.0")
                .contains("stillwatch_limiter_answers_total{answer=\"invalid\",door=\"authz\"} 1.0")
                .contains("stillwatch_limiter_would_refuse_total{door=\"authz\"} 1.0")
                .contains("stillwatch_limiter_decisions_dropped 7.0")
                .contains("stillwatch_limiter_decision_seconds_bucket");
    }

    @Test
    void whatFailsBehindTheDecisionIsCountedToo() throws Exception {
        try (OpenDoors fresh = new OpenDoors()) {
            fresh.stumbles(true);
            assertThat(fresh.get("/authz?domain=llm&descriptors=account=a").statusCode())
                    .isEqualTo(503);
            assertThatThrownBy(() -> RateLimitServiceGrpc.newBlockingStub(fresh.wire.channel())
                            .shouldRateLimit(RateLimitRequest.newBuilder()
                                    .setDomain("llm")
                                    .addDescriptors(RateLimitDescriptor.newBuilder()
                                            .addEntries(RateLimitDescriptor.Entry.newBuilder()
                                                    .setKey("account")
                                                    .setValue("a")))
                                    .build()))
                    .hasMessage("UNAVAILABLE: the limiter cannot decide");
            assertThat(fresh.get("/metrics").body())
                    .contains("stillwatch_limiter_answers_total{answer=\"undecided\",door=\"authz\"} 1.0")
                    .contains("stillwatch_limiter_answers_total{answer=\"undecided\",door=\"envoy\"} 1.0");
        }
    }

    @Test
    void aSubjectsLimitsAreThoseThatACallWouldMeet() throws Exception {
        doors.get("/authz?domain=llm&descriptors=account=a&hits=2");
        doors.limiter.treat(OpenDoors.treated(Tier.RESTRICT, false));
        HttpResponse<String> answer = doors.get("/v1/limits/a");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"subject\":\"a\",\"limits\":[{\"domain\":\"llm\",\"key\":\"account\",\"passes\":true,"
                        + "\"limit\":{\"name\":\"per-account\",\"requests_per_unit\":3,\"unit\":\"minute\"},"
                        + "\"remaining\":1,\"reset_ms\":12500,\"treatment\":{\"subject\":\"acct-1\","
                        + "\"tier\":\"restrict\",\"would_be\":\"restrict\","
                        + "\"reason\":\"asks for step-by-step reasoning\"")
                .contains("\"domain\":\"llm\",\"key\":\"api_key\",\"passes\":true,\"why\":")
                .contains("\"domain\":\"plain\"");
        assertThat(doors.get("/v1/limits/a").body()).isEqualTo(answer.body());
        assertThat(doors.get("/v1/limits/" + "x".repeat(5_000)).statusCode()).isEqualTo(400);
        doors.limiter.undecided(true);
        assertThat(doors.get("/v1/limits/a").statusCode()).isEqualTo(503);
    }

    @Test
    void oversizedHeadersAreRefusedOverBothProtocols() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpRequest.Builder request = doors.request("/authz?domain=llm&entry=x-account-id:account")
                    .version(version)
                    .header("x-account-id", "x".repeat(40_000));
            assertThat(outcome(request)).as(version.toString()).isNotEqualTo(200);
        }
        assertThat(doors.limiter.timesAsked()).isZero();
        assertThat(doors.get(
                                "/authz?domain=llm&entry=x-account-id:account",
                                "x-account-id",
                                "a",
                                "cookie",
                                "x".repeat(20_000))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPathThatIsNotThereIsNotFound() throws Exception {
        assertThat(doors.get("/v2/limits").statusCode()).isEqualTo(404);
    }

    @Test
    void aTakenPortIsOneLine() {
        assertThatThrownBy(() -> LimiterServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), doors.port()),
                        parts(request -> {
                            throw new IllegalStateException("nobody asks");
                        }),
                        Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another process may have the port");
    }

    @Test
    void whatHasBeenAskedIsAnsweredBeforeTheDoorsClose() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        LimiterServer server = LimiterServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                parts(request -> {
                    asked.countDown();
                    try {
                        mayAnswer.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return new LimitResponse(
                            DescriptorStatus.Code.OK, List.of(DescriptorStatus.NO_LIMIT), Treatment.NONE, Map.of());
                }),
                Optional.empty());
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/authz?domain=d&descriptors=a=b");
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
        mayAnswer.countDown();
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        closing.get(20, TimeUnit.SECONDS);
    }

    private static LimiterServer.Parts parts(dev.stillwatch.ratelimit.decide.Limiter limiter) {
        return new LimiterServer.Parts(
                limiter,
                limiter,
                () -> new Domains(List.of()),
                () -> new Readiness(true, "running", new TreeMap<>()),
                Map.of(),
                Map::of,
                InstantSource.system());
    }

    private int outcome(HttpRequest.Builder request) throws InterruptedException {
        try {
            return doors.send(request).statusCode();
        } catch (IOException e) {
            // The connection was ended instead.
            return -1;
        }
    }
}
