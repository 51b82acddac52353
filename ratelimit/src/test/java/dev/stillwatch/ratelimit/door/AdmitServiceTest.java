// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import dev.stillwatch.ratelimit.reserve.Allowance;
import dev.stillwatch.ratelimit.reserve.Budget;
import dev.stillwatch.ratelimit.reserve.Dimension;
import dev.stillwatch.ratelimit.reserve.ReservationSettings;
import dev.stillwatch.ratelimit.reserve.Reservations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdmitServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CALL =
            "{'domain': 'llm', 'account': 'acme', 'model': 'm', 'request_id': '%s', 'input_tokens': 100, 'max_tokens': %d}";

    private final TestClock clock = new TestClock();
    private final Reservations reservations =
            new Reservations(new ReservationSettings(Duration.ofMinutes(10), 2, 3, 10, 10, 1_024), clock);
    private volatile Treatment treatment = Treatment.NONE;
    private volatile List<Descriptor> asked = List.of();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private volatile Map<Dimension, Long> limits = Map.of(Dimension.RPM, 60L, Dimension.OTPM, 600L);
    private volatile boolean decides = true;
    private LimiterServer server;

    @BeforeEach
    void open() throws IOException {
        server = LimiterServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new LimiterServer.Parts(
                        this::decide,
                        this::decide,
                        () -> new Domains(List.of(new DomainView("llm", HeaderProfile.OPENAI, List.of("account")))),
                        () -> new Readiness(true, "running", new TreeMap<>()),
                        Map.of(),
                        Map::of,
                        clock),
                Optional.of(new LimiterServer.Admissions(
                        reservations,
                        (request, tier) -> List.of(new Budget(
                                request.descriptors().get(0).entries().get(0).value(), Allowance.of(limits))))));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private LimitResponse decide(LimitRequest request) throws UndecidedException {
        if (!decides) {
            throw new UndecidedException("told to");
        }
        asked = request.descriptors();
        return new LimitResponse(
                DescriptorStatus.Code.OK,
                Collections.nCopies(request.descriptors().size(), DescriptorStatus.NO_LIMIT),
                treatment,
                Map.of());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> admit(String id, int maxTokens) throws IOException, InterruptedException {
        return post("/v1/admit", CALL.formatted(id, maxTokens));
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void aCallIsAdmittedSettledAndSettledNoMore() throws Exception {
        HttpResponse<String> admitted = admit("r1", 200);
        assertThat(admitted.statusCode()).isEqualTo(200);
        assertThat(admitted.headers().firstValue("x-ratelimit-remaining-tokens"))
                .contains("400");
        assertThat(admitted.headers().firstValue("x-ratelimit-remaining-requests"))
                .contains("59");
        JsonNode answer = json(admitted);
        assertThat(answer.path("admitted").asBoolean()).isTrue();
        assertThat(answer.path("input_tokens").asLong()).isEqualTo(100);
        assertThat(answer.path("output_tokens").asLong()).isEqualTo(200);
        assertThat(answer.path("max_tokens").asLong()).isEqualTo(200);
        assertThat(answer.path("n").asLong()).isEqualTo(1);
        assertThat(answer.path("expires_at").asText()).isEqualTo("2026-11-26T00:10:00Z");
        assertThat(answer.at("/left/otpm").toString()).isEqualTo("{\"limit\":600,\"left\":400,\"until_full_ms\":0}");
        String settle = "{'reservation': '" + answer.path("reservation").asText()
                + "', 'usage': {'input_tokens': 100, 'cached_input_tokens': 50, 'output_tokens': 10, 'reasoning_tokens': 5}}";
        HttpResponse<String> settled = post("/v1/settle", settle);
        assertThat(settled.statusCode()).isEqualTo(200);
        assertThat(settled.body()).isEqualTo("{\"outcome\":\"settled\",\"changed\":true}");
        HttpResponse<String> again = post("/v1/settle", settle);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo("{\"outcome\":\"already_settled\",\"changed\":false}");
        assertThat(json(admit("r2", 1)).at("/left/otpm/left").asLong()).isEqualTo(589);
    }

    @Test
    void askingTakesNothingOfTheLimiter() throws Exception {
        admit("r1", 1);
        assertThat(asked).hasSize(3).allSatisfy(one -> assertThat(one.hits()).hasValue(0));
        post("/v1/admit", CALL.formatted("r2", 1).replace("{", "{'descriptors': 'org=o;account=acme', "));
        assertThat(asked)
                .singleElement()
                .satisfies(one -> assertThat(one.entries()).hasSize(2));
        post("/v1/admit", "{'domain': 'llm', 'account': 'acme', 'input_tokens': 1}");
        assertThat(asked).hasSize(1);
    }

    @Test
    void refusalsSayWhyAndWhetherToComeAgain() throws Exception {
        admit("r1", 600);
        HttpResponse<String> over = admit("r2", 10);
        assertThat(over.statusCode()).isEqualTo(429);
        assertThat(over.headers().firstValue("retry-after")).contains("1");
        assertThat(over.headers().firstValue("x-ratelimit-remaining-tokens")).contains("0");
        assertThat(json(over).path("reason").asText()).isEqualTo("over_limit");
        assertThat(json(over).path("dimension").asText()).isEqualTo("otpm");
        assertThat(json(over).path("retry_after_ms").asLong()).isEqualTo(1_000);
        assertThat(json(over).path("admitted").asBoolean()).isFalse();

        HttpResponse<String> other = admit("r1", 10);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(json(other).path("reason").asText()).isEqualTo("request_differs");

        limits = Map.of(Dimension.ITPM, 99L);
        HttpResponse<String> above = admit("r3", 10);
        assertThat(above.statusCode()).isEqualTo(413);
        assertThat(above.headers().firstValue("retry-after")).isEmpty();
        assertThat(json(above).path("detail").asText()).isEqualTo("the call costs more than the whole limit");

        limits = Map.of();
        admit("r4", 1);
        admit("r5", 1);
        HttpResponse<String> full = admit("r6", 1);
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.headers().firstValue("retry-after")).contains("1");
        assertThat(json(full).path("reason").asText()).isEqualTo("too_many_reservations");
    }

    @Test
    void theStandingsPlanCapsACall() throws Exception {
        treatment = new Treatment(
                "ring-1",
                Tier.THROTTLE,
                Tier.THROTTLE,
                new LimitPlan(-1, 100, 80, 1, false, false),
                "",
                1,
                true,
                Optional.empty());
        JsonNode capped = json(admit("r1", 500));
        assertThat(capped.path("max_tokens").asLong()).isEqualTo(80);
        HttpResponse<String> over = admit("r2", 500);
        assertThat(json(over).path("dimension").asText()).isEqualTo("output_tokens_per_hour");
        assertThat(over.headers().map().keySet()).noneMatch(name -> name.contains("hour"));
        treatment = new Treatment(
                "acme",
                Tier.SUSPEND,
                Tier.SUSPEND,
                new LimitPlan(0, 0, 0, 0, true, true),
                "",
                1,
                true,
                Optional.empty());
        HttpResponse<String> blocked = admit("r3", 500);
        assertThat(blocked.statusCode()).isEqualTo(429);
        assertThat(json(blocked).path("reason").asText()).isEqualTo("blocked");
    }

    @Test
    void aCallIsEndedByTheGatewaysOwnIdToo() throws Exception {
        admit("r1", 200);
        String call = "{'account': 'acme', 'request_id': 'r1'}";
        assertThat(post("/v1/cancel", call).body()).isEqualTo("{\"outcome\":\"cancelled\",\"changed\":true}");
        assertThat(post("/v1/cancel", call).body()).isEqualTo("{\"outcome\":\"already_cancelled\",\"changed\":false}");
        admit("r2", 200);
        assertThat(json(post("/v1/settle", call.replace("r1", "r2")))
                        .path("outcome")
                        .asText())
                .isEqualTo("estimate_kept");
        HttpResponse<String> unknown = post("/v1/settle", call.replace("r1", "r9"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).path("outcome").asText()).isEqualTo("unknown");
        assertThat(post("/v1/cancel", "{'reservation': 'nothing'}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aLimiterThatCannotTellAdmitsNothing() throws Exception {
        decides = false;
        assertThat(admit("r1", 1).statusCode()).isEqualTo(503);
        assertThat(reservations.open()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "admit  | not json                                    | the body is not JSON",
                "admit  | {} {}                                       | the body is not JSON",
                "admit  | {'n': 1, 'n': 2}                            | the body is not JSON",
                "admit  | ``                                          | an object with domain",
                "admit  | []                                          | an object with domain",
                "admit  | {'max_token': 5}                            | a field that is none of domain",
                "admit  | {'domain': 'd', 'account': 'a'}             | input_tokens must be there",
                "admit  | {'domain': 5, 'account': 'a', 'input_tokens': 1} | domain must be text",
                "admit  | {'account': 'a', 'input_tokens': 1}         | domain must not be empty",
                "admit  | {'domain': 'd', 'input_tokens': 1}          | account must not be empty",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': -1} | input tokens must be from 0",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': 1.5} | input_tokens must be a whole number",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': 99999999999999999999} | input_tokens must be a whole number",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': 1, 'max_tokens': -1} | max tokens must be from 0",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': 1, 'n': 0} | choices must be from 1",
                "admit  | {'domain': 'd', 'account': 'a', 'input_tokens': 1, 'n': 4294967297} | choices must be from 1",
                "settle | {}                                          | either the reservation, or account and request_id",
                "settle | {'reservation': 'r', 'account': 'a', 'request_id': 'b'} | either the reservation, or account",
                "settle | {'account': 'a'}                            | either the reservation, or account and request_id",
                "settle | {'reservation': 'r', 'usage': 5}            | an object with input_tokens",
                "settle | {'reservation': 'r', 'usage': {'output': 5}} | a field that is none of input_tokens",
                "settle | {'reservation': 'r', 'usage': {'output_tokens': -5}} | tokens must be from 0",
                "cancel | {'reservation': 'r', 'usage': {}}           | a field that is none of reservation"
            })
    void whatIsNoCallIsRefusedByName(String door, String body, String detail) throws Exception {
        HttpResponse<String> response = post("/v1/" + door, body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).path("detail").asText()).contains(detail);
        assertThat(reservations.open()).isZero();
    }

    @Test
    void whatIsTooLongIsRefused() throws Exception {
        String entry = "k=" + "x".repeat(600);
        assertThat(post("/v1/admit", CALL.formatted("r1", 1).replace("{", "{'descriptors': '" + entry + "', "))
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("/v1/admit", " ".repeat(Bounds.MOST_BYTES + 1)).statusCode())
                .isEqualTo(413);
        assertThat(client.send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/admit"))
                                        .timeout(PATIENCE)
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
    }
}
