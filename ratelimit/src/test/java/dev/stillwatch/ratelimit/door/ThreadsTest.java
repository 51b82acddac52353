// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.NonBlocking;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.door.wire.envoy.auth.AttributeContext;
import dev.stillwatch.ratelimit.door.wire.envoy.auth.CheckRequest;
import dev.stillwatch.ratelimit.door.wire.envoy.descriptor.RateLimitDescriptor;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitRequest;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import dev.stillwatch.ratelimit.record.DecisionLog;
import dev.stillwatch.ratelimit.reserve.ReservationSettings;
import dev.stillwatch.ratelimit.reserve.Reservations;
import dev.stillwatch.ratelimit.standing.Gate;
import dev.stillwatch.ratelimit.standing.Pass;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every door asks the limiter where it is told to: one that waits must not hold an event loop. */
@Timeout(60)
class ThreadsTest {
    private static final String CALL = "{\"domain\":\"llm\",\"account\":\"a\",\"request_id\":\"r\",\"input_tokens\":1}";
    private static final String WEBHOOK = "{\"eventType\":\"beforeRequestHook\",\"request\":{\"json\":{}},"
            + "\"metadata\":{\"_user\":\"a\",\"request_id\":\"p\"}}";

    private final Queue<Boolean> mayWait = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @EnumSource
    void everyDoorDecidesThere(Threads threads) throws Exception {
        try (LimiterServer server = start(threads);
                RawBytes raw = new RawBytes(server.port())) {
            String url = "http://127.0.0.1:" + server.port();
            assertThat(get(url + "/authz?domain=llm&descriptors=account=a")).isEqualTo(200);
            assertThat(get(url + "/v1/limits/a")).isEqualTo(200);
            assertThat(
                            post(
                                    url + "/json",
                                    "{\"domain\":\"llm\",\"descriptors\":[{\"entries\":[{\"key\":\"account\",\"value\":\"a\"}]}]}"))
                    .isEqualTo(200);
            assertThat(post(url + "/v1/admit", CALL)).isEqualTo(200);
            assertThat(post(url + "/v1/portkey?domain=llm", WEBHOOK)).isEqualTo(200);
            byte[] question = RateLimitRequest.newBuilder()
                    .setDomain("llm")
                    .addDescriptors(RateLimitDescriptor.newBuilder()
                            .addEntries(RateLimitDescriptor.Entry.newBuilder()
                                    .setKey("account")
                                    .setValue("a")))
                    .build()
                    .toByteArray();
            raw.call("envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit", question);
            raw.call("kuadrant.service.ratelimit.v1.RateLimitService/CheckRateLimit", question);
            raw.call(
                    "envoy.service.auth.v3.Authorization/Check",
                    CheckRequest.newBuilder()
                            .setAttributes(AttributeContext.newBuilder()
                                    .putContextExtensions("domain", "llm")
                                    .putContextExtensions("descriptors", "account=a"))
                            .build()
                            .toByteArray());
            assertThat(mayWait).hasSize(8).containsOnly(threads == Threads.BLOCKING);
        }
    }

    private LimitResponse decide(LimitRequest request) {
        mayWait.add(!(Thread.currentThread() instanceof NonBlocking));
        return new LimitResponse(
                DescriptorStatus.Code.OK,
                Collections.nCopies(request.descriptors().size(), DescriptorStatus.NO_LIMIT),
                Treatment.NONE,
                Map.of());
    }

    private LimiterServer start(Threads threads) throws IOException {
        return LimiterServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new LimiterServer.Parts(
                        this::decide,
                        this::decide,
                        () -> new Domains(List.of(new DomainView("llm", HeaderProfile.NONE, List.of("account")))),
                        () -> new Readiness(true, "running", new TreeMap<>()),
                        Map.of(),
                        Map::of,
                        InstantSource.system(),
                        Optional.empty(),
                        threads),
                Optional.of(new LimiterServer.Admissions(
                        new Reservations(ReservationSettings.DEFAULTS, InstantSource.system()),
                        (request, treatment) -> List.of(),
                        passing(),
                        new DecisionLog("node", InstantSource.system(), 1, 1))));
    }

    private Gate passing() {
        return new Gate() {
            @Override
            public Pass pass(LimitRequest request) {
                return new Pass(decide(request), Optional.empty(), Optional.empty(), List.of(), () -> {});
            }

            @Override
            public boolean isBlocked(LimitRequest request) {
                return false;
            }
        };
    }

    private static int get(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    private static int post(String url, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static int send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
