// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.apply.Counting;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.Treatment;
import dev.stillwatch.ratelimit.door.DomainView;
import dev.stillwatch.ratelimit.door.Domains;
import dev.stillwatch.ratelimit.door.LimiterServer;
import dev.stillwatch.ratelimit.door.Readiness;
import dev.stillwatch.ratelimit.door.Threads;
import dev.stillwatch.ratelimit.header.HeaderProfile;
import dev.stillwatch.ratelimit.limits.DomainSettings;
import dev.stillwatch.ratelimit.record.Recorder;
import dev.stillwatch.ratelimit.reserve.ReservationSettings;
import dev.stillwatch.ratelimit.reserve.Reservations;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import dev.stillwatch.ratelimit.standing.OwnDraws;
import dev.stillwatch.ratelimit.standing.StandingBook;
import dev.stillwatch.ratelimit.standing.StandingLimiter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls to models whose account belongs to a node that cannot tell. */
@Timeout(60)
class UndecidedOwnerTest {
    private final TestClock clock = new TestClock();
    private final Peers peers =
            new Peers(NodeList.parse("a", "a=h:1,b=h:2"), node -> cannotTell(), Patience.DEFAULT, System::nanoTime);
    private final AtomicInteger undecided = new AtomicInteger();
    private final String account = IntStream.range(0, 1_000)
            .mapToObj(number -> "acct-" + number)
            .filter(name -> peers.decider(name).equals("b"))
            .findFirst()
            .orElseThrow();
    private final StandingBook book = new StandingBook(clock, System::nanoTime, 10);
    private final LimiterServer server;

    UndecidedOwnerTest() throws IOException {
        this.server = start();
    }

    @AfterEach
    void close() {
        server.close();
        peers.close();
    }

    @Test
    void anAdmissionIsUndecidedAndRecordedAsSuch() throws Exception {
        String call = "{\"domain\":\"llm\",\"account\":\"" + account + "\",\"request_id\":\"r\",\"input_tokens\":1}";

        assertThat(post("/v1/admit", call).statusCode()).isEqualTo(503);
        assertThat(undecided).hasValue(1);
    }

    @Test
    void whoIsBlockedIsRefusedWithoutAskingTheOwner() throws Exception {
        book.accept(Standings.of(account, Tier.SUSPEND, 0, "", Standing.Mode.ENFORCE, 1));
        book.acceptAct(new Act(
                "a1",
                account,
                Act.Kind.APPROVE,
                Tier.SUSPEND,
                1,
                Act.Verdict.NONE,
                "ann",
                "seen",
                TestClock.MIDNIGHT,
                0));
        String call = "{\"domain\":\"llm\",\"account\":\"" + account + "\",\"request_id\":\"r\",\"input_tokens\":1}";

        assertThat(post("/v1/admit", call).statusCode()).isEqualTo(429);
        assertThat(post("/v1/portkey?domain=llm", webhook(10)).body()).contains("\"verdict\":false");
        assertThat(undecided).hasValue(0);
    }

    @Test
    void aShortWebhookIsUndecidedToo() throws Exception {
        assertThat(post("/v1/portkey?domain=llm", webhook(10)).statusCode()).isEqualTo(503);
        assertThat(undecided).hasValue(1);
    }

    @Test
    void aLongWebhookIsRefusedBecauseItsLengthMayBeWhyNobodyCouldTell() throws Exception {
        HttpResponse<String> answer = post("/v1/portkey?domain=llm", webhook(20_000));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"verdict\":false").contains("so long a call");
        assertThat(undecided).hasValue(1);
    }

    private String webhook(int length) {
        return "{\"eventType\":\"beforeRequestHook\",\"request\":{\"json\":{\"prompt\":\"" + "x".repeat(length)
                + "\"}},\"metadata\":{\"_user\":\"" + account + "\",\"request_id\":\"p\"}}";
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private LimiterServer start() throws IOException {
        return LimiterServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new LimiterServer.Parts(
                        request -> pass(request, Treatment.NONE),
                        request -> pass(request, Treatment.NONE),
                        () -> new Domains(List.of(new DomainView("llm", HeaderProfile.NONE, List.of("account")))),
                        () -> new Readiness(true, "running", new TreeMap<>()),
                        Map.of(),
                        Map::of,
                        clock,
                        Optional.empty(),
                        Threads.BLOCKING),
                Optional.of(new LimiterServer.Admissions(
                        new Reservations(ReservationSettings.DEFAULTS, clock, Optional.of("a")),
                        (request, treatment) -> List.of(),
                        new StandingLimiter(
                                (request, treatment, reading) -> pass(request, treatment),
                                book,
                                domain -> DomainSettings.DEFAULT,
                                System::nanoTime,
                                10),
                        new Recorder() {
                            @Override
                            public void decided(String domain, LimitResponse response) {}

                            @Override
                            public void undecided(String domain) {
                                undecided.incrementAndGet();
                            }
                        })),
                Optional.of(new LimiterServer.Shared(
                        peers,
                        new Counting(new Counters(clock, 100)),
                        new OwnDraws(() -> 0, 100, LastStates.NONE, clock))));
    }

    private static Link cannotTell() {
        ScriptedLink link = new ScriptedLink();
        link.does = ScriptedLink.Does.CANNOT_TELL;
        return link;
    }

    private static LimitResponse pass(LimitRequest request, Treatment treatment) {
        return new LimitResponse(
                DescriptorStatus.Code.OK,
                Collections.nCopies(request.descriptors().size(), DescriptorStatus.NO_LIMIT),
                treatment,
                Map.of());
    }
}
