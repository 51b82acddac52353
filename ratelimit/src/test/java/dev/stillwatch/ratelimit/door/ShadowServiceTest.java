// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.record.DecisionLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a promotion would hit, as an owner reads it before promoting. */
@Timeout(60)
final class ShadowServiceTest {
    private final DecisionLog log = new DecisionLog("node-1", InstantSource.fixed(Instant.EPOCH), 100, 100);
    private final LimiterServer server = start();

    private LimiterServer start() {
        try {
            TableLimiter limiter = new TableLimiter();
            return LimiterServer.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    new LimiterServer.Parts(
                            limiter,
                            limiter,
                            () -> new Domains(List.of()),
                            () -> new Readiness(true, "running", new TreeMap<>()),
                            Map.of(),
                            Map::of,
                            InstantSource.system(),
                            Optional.of(log.spared()),
                            Threads.EVENT_LOOP),
                    Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void sparesTwo() {
        for (String subject : List.of("seldom", "often", "often")) {
            log.decided(
                    "llm",
                    new LimitResponse(
                            DescriptorStatus.Code.OK,
                            List.of(),
                            new Treatment(
                                    subject,
                                    Tier.WATCH,
                                    Tier.THROTTLE,
                                    LimitPlan.NONE,
                                    "",
                                    3,
                                    true,
                                    Optional.of("plan")),
                            Map.of()));
        }
        log.decided(
                "llm",
                new LimitResponse(DescriptorStatus.Code.OK, List.of(), Treatment.NONE, Map.of(), Optional.of("rpm")));
        log.roll();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whoIsSparedIsNamedTheMostSparedFirst() throws Exception {
        HttpResponse<String> told = ask("GET", "/v1/shadow");

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.headers().firstValue("cache-control")).contains("no-store");
        assertThat(told.body())
                .isEqualTo("{\"calls\":3,\"customers\":2,\"most\":["
                        + "{\"subject\":\"often\",\"calls\":2},{\"subject\":\"seldom\",\"calls\":1}],"
                        + "\"told_apart\":10000,"
                        + "\"file\":{\"calls\":1,\"customers\":1,\"most\":[{\"subject\":\"\",\"calls\":1}]}}");
    }

    @Test
    void soManyAsAreAskedForAreNamedAndAllAreCounted() throws Exception {
        assertThat(ask("GET", "/v1/shadow?most=1").body())
                .contains("\"calls\":3,\"customers\":2")
                .contains("often")
                .doesNotContain("seldom");
    }

    @Test
    void aNumberThatIsNoneIsRefused() throws Exception {
        for (String most : List.of("0", "-1", "10001", "99999999999999999999", "many", "")) {
            HttpResponse<String> refused = ask("GET", "/v1/shadow?most=" + most);
            assertThat(refused.statusCode()).as(most).isEqualTo(400);
            assertThat(refused.body()).contains("most takes 1 to 10000");
        }
    }

    @Test
    void nothingElseIsDoneThere() throws Exception {
        for (String method : List.of("POST", "DELETE", "PUT")) {
            assertThat(ask(method, "/v1/shadow").statusCode()).as(method).isEqualTo(405);
        }
    }

    @Test
    void withoutStandingsThereIsNoSuchDoor() throws Exception {
        try (OpenDoors doors = new OpenDoors()) {
            assertThat(doors.get("/v1/shadow").statusCode()).isEqualTo(404);
        }
    }
}
