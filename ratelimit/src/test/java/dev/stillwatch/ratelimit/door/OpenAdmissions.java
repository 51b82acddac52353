// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

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
import dev.stillwatch.ratelimit.record.DecisionLog;
import dev.stillwatch.ratelimit.reserve.Allowance;
import dev.stillwatch.ratelimit.reserve.Budget;
import dev.stillwatch.ratelimit.reserve.Dimension;
import dev.stillwatch.ratelimit.reserve.ReservationSettings;
import dev.stillwatch.ratelimit.reserve.Reservations;
import dev.stillwatch.ratelimit.standing.Gate;
import dev.stillwatch.ratelimit.standing.Pass;
import dev.stillwatch.ratelimit.standing.PlanTaken;
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
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a free port of loopback that admits calls: 60 requests and 600 output tokens a minute, three calls at once. */
final class OpenAdmissions implements AutoCloseable {
    static final String CALL =
            "{'domain': 'llm', 'account': 'acme', 'model': 'm', 'request_id': '%s', 'input_tokens': 100, 'max_tokens': %d}";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration HOUR = Duration.ofHours(1);

    final DecisionLog log = new DecisionLog("node-1", new TestClock(), 100, 100);
    final Reservations reservations;
    /** Taken from plans. */
    final AtomicInteger exchanges = new AtomicInteger();

    volatile Treatment treatment = Treatment.NONE;
    volatile List<Descriptor> asked = List.of();
    volatile Map<Dimension, Long> limits = Map.of(Dimension.RPM, 60L, Dimension.OTPM, 600L);
    volatile double factor = 1;
    volatile boolean decides = true;
    volatile boolean stumbles;
    /** What the file says of requests. */
    volatile DescriptorStatus requests = DescriptorStatus.NO_LIMIT;

    volatile HeaderProfile profile = HeaderProfile.OPENAI;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final LimiterServer server;

    OpenAdmissions() throws IOException {
        TestClock clock = new TestClock();
        reservations = new Reservations(new ReservationSettings(Duration.ofMinutes(10), 2, 3, 10, 10, 1_024), clock);
        server = LimiterServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new LimiterServer.Parts(
                        request -> {
                            throw new IllegalStateException("the decision is the admission");
                        },
                        this::decide,
                        () -> new Domains(List.of(new DomainView("llm", profile, List.of("account")))),
                        () -> new Readiness(true, "running", new TreeMap<>()),
                        Map.of(),
                        Map::of,
                        clock),
                Optional.of(new LimiterServer.Admissions(reservations, this::budgets, gate(), log)));
    }

    /** The limits, and their share for who stands badly. */
    private List<Budget> budgets(LimitRequest request, Treatment standing) {
        if (stumbles) {
            throw new IllegalStateException("told to");
        }
        Allowance whole = Allowance.of(limits);
        return List.of(new Budget(
                request.descriptors().get(0).entries().get(0).value(),
                standing.tier() == Tier.CLEAR ? whole : whole.times(factor)));
    }

    @Override
    public void close() {
        server.close();
    }

    HttpResponse<String> admit(String id, int maxTokens) throws IOException, InterruptedException {
        return post("/v1/admit", CALL.formatted(id, maxTokens));
    }

    /** Posts a body, in which single quotes stand for double ones. */
    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    /** How the account stands that is throttled to a plan. */
    static Treatment throttled(LimitPlan plan, boolean visible) {
        return new Treatment("acme", Tier.THROTTLE, Tier.THROTTLE, plan, "", 1, visible, Optional.empty());
    }

    /** A plan of so many exchanges, none of which comes back; a blocked caller is known where he calls. */
    private Gate gate() {
        return new Gate() {
            @Override
            public Pass pass(LimitRequest request) throws UndecidedException {
                return counted(request);
            }

            @Override
            public boolean isBlocked(LimitRequest request) {
                return treatment.plan().exchangesPerHour() == 0;
            }
        };
    }

    private Pass counted(LimitRequest request) throws UndecidedException {
        LimitResponse response = decide(request);
        LimitPlan plan = treatment.plan();
        boolean takes = request.descriptors().get(0).hits().orElse(request.hits()) > 0;
        boolean limited = plan.exchangesPerHour() >= 0;
        if (limited && exchanges.get() >= plan.exchangesPerHour()) {
            PlanTaken later = new PlanTaken(false, 0, HOUR.toNanos(), HOUR.toNanos());
            return refusal(request, plan.exchangesPerHour() == 0 ? PlanTaken.NEVER : later);
        }
        if (takes) {
            exchanges.incrementAndGet();
        }
        PlanTaken taken = new PlanTaken(true, plan.exchangesPerHour() - exchanges.get(), HOUR.toNanos(), 0);
        return new Pass(
                response,
                Optional.empty(),
                limited ? Optional.of(taken) : Optional.empty(),
                plan.outputTokensPerHour() < 0
                        ? List.of()
                        : List.of(new Pass.Share(treatment.subject(), plan.outputTokensPerHour())),
                exchanges::decrementAndGet);
    }

    private Pass refusal(LimitRequest request, PlanTaken taken) {
        LimitResponse response = new LimitResponse(
                DescriptorStatus.Code.OVER_LIMIT,
                Collections.nCopies(request.descriptors().size(), DescriptorStatus.NO_LIMIT),
                treatment.refusing(Optional.of("plan")),
                Map.of());
        return new Pass(response, Optional.of(taken), Optional.of(taken), List.of(), () -> {});
    }

    private LimitResponse decide(LimitRequest request) throws UndecidedException {
        if (!decides) {
            throw new UndecidedException("told to");
        }
        asked = request.descriptors();
        return new LimitResponse(
                requests.code(), Collections.nCopies(request.descriptors().size(), requests), treatment, Map.of());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(PATIENCE);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
