// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls to models over two nodes: what is held of an account is in one place, and its plan and its ring's budget are one,
 * whichever door and node is asked.
 */
@Timeout(120)
class SharedAdmissionsTest {
    private static final String LIMITS = """
            domain: llm
            descriptors:
              - key: account
                rate_limit: {unit: minute, requests_per_unit: 100}
                stillwatch: {tokens: {otpm: 1000}}
            """;

    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private Nodes nodes;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        nodes = new Nodes(directory, LIMITS, Nodes.PATIENT, "a", "b");
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void admittedAtOneNodeSettledAtTheOther() throws Exception {
        String account = nodes.accountOf(1, "acct-");
        JsonNode admitted = json(admit(0, account, "r1", 600));
        String reservation = admitted.path("reservation").asText();
        assertThat(reservation).startsWith("b~");
        assertThat(nodes.get(0).reservations.open()).isZero();
        assertThat(nodes.get(1).reservations.open()).isEqualTo(1);
        HttpResponse<String> refused = admit(0, account, "r2", 600);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(post(0, "/v1/settle", "{'reservation': '" + reservation + "', 'usage': {'output_tokens': 100}}"))
                .isEqualTo("{\"outcome\":\"settled\",\"changed\":true}");
        assertThat(post(1, "/v1/settle", "{'reservation': '" + reservation + "', 'usage': {'output_tokens': 100}}"))
                .contains("\"changed\":false");
        assertThat(admit(1, account, "r3", 600).statusCode()).isEqualTo(200);
        assertThat(post(0, "/v1/cancel", "{'account': '" + account + "', 'request_id': 'r3'}"))
                .contains("\"changed\":true");
        assertThat(nodes.get(1).reservations.open()).isZero();
    }

    @Test
    void callsAtBothNodesAtOnceHoldNoMoreThanTheLimit() {
        String account = nodes.accountOf(0, "acct-");
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            answers.add(client.sendAsync(
                            call(i % 2, "/v1/admit", admission(account, "r" + i, 100)),
                            HttpResponse.BodyHandlers.ofString())
                    .thenApply(HttpResponse::statusCode));
        }
        assertThat(answers.stream().map(CompletableFuture::join).filter(status -> status == 200))
                .hasSize(10);
        assertThat(nodes.get(1).reservations.open()).isZero();
    }

    @Test
    void portkeysCallsAreTheOwnersToo() throws Exception {
        String account = nodes.accountOf(1, "acct-");
        String event = "{'eventType': '%s', 'request': {'json': {'max_tokens': 600}}," + " 'metadata': {'_user': '"
                + account + "', 'request_id': 'p1'}}";
        assertThat(post(0, "/v1/portkey?domain=llm", event.formatted("beforeRequestHook")))
                .contains("\"verdict\":true");
        assertThat(nodes.get(1).reservations.open()).isEqualTo(1);
        post(0, "/v1/portkey?domain=llm", event.formatted("afterRequestHook"));
        assertThat(nodes.get(1).reservations.open()).isZero();
    }

    @Test
    void whatAppliesIsToldByTheOwner() throws Exception {
        String account = nodes.accountOf(1, "acct-");
        admit(0, account, "r1", 600);
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> told = client.send(
                    HttpRequest.newBuilder(uri(i, "/v1/limits/" + account)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(json(told).path("node").asText()).isEqualTo("b");
            assertThat(json(told).at("/limits/0/left/otpm/left").asLong()).isEqualTo(400);
        }
    }

    @Test
    void whatWasPassedOnIsPassedOnNoFurther() throws Exception {
        String account = nodes.accountOf(1, "acct-");
        HttpRequest marked = HttpRequest.newBuilder(uri(0, "/v1/admit"))
                .header("x-stillwatch-passed-on", "b")
                .POST(HttpRequest.BodyPublishers.ofString(admission(account, "r1", 600)))
                .build();
        assertThat(client.send(marked, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        assertThat(nodes.get(0).reservations.open()).isEqualTo(1);
    }

    @Test
    void whoseNodeIsGoneIsUnavailableAndANameThatIsNoneIsUnknown() throws Exception {
        String account = nodes.accountOf(1, "acct-");
        String reservation =
                json(admit(0, account, "r1", 600)).path("reservation").asText();
        nodes.get(1).shut();
        String settlement = "{'reservation': '%s', 'usage': {'output_tokens': 100}}";
        assertThat(send(call(0, "/v1/settle", settlement.formatted(reservation)))
                        .statusCode())
                .isEqualTo(503);
        assertThat(send(call(0, "/v1/settle", settlement.formatted("nobody~1"))).statusCode())
                .isEqualTo(404);
        assertThat(admit(0, account, "r2", 600).statusCode())
                .as("by the next node")
                .isEqualTo(200);
    }

    @Test
    void onePlanIsCountedAtAllDoorsOfBothNodes() throws Exception {
        String account = nodes.accountOf(1, "acct-");
        nodes.all.forEach(one -> one.book.accept(Standings.enforced(account, 8, "")));
        assertThat(admit(0, account, "r1", 5).statusCode()).isEqualTo(200);
        assertThat(decide(0, account)).isTrue();
        assertThat(admit(1, account, "r2", 5).statusCode()).isEqualTo(200);
        assertThat(decide(1, account)).isTrue();
        assertThat(admit(0, account, "r3", 5).statusCode()).isEqualTo(429);
        assertThat(admit(1, account, "r3", 5).statusCode()).isEqualTo(429);
        assertThat(decide(0, account)).isFalse();
    }

    @Test
    void membersOfARingShareItsBudgetWhereverTheyAreAdmitted() throws Exception {
        String ring = nodes.accountOf(0, "ring-");
        List<String> members = List.of(nodes.accountOf(0, "m-"), nodes.accountOf(1, "n-"));
        nodes.all.forEach(one -> {
            one.book.accept(Standings.enforced(ring, 6, ring));
            members.forEach(member -> one.book.accept(Standings.enforced(member, 100, ring)));
        });
        int admitted = 0;
        for (int i = 0; i < 10; i++) {
            admitted += admit(i / 2 % 2, members.get(i % 2), "r" + i, 5).statusCode() == 200 ? 1 : 0;
        }
        assertThat(admitted).as("half of the budget is there at first").isEqualTo(3);
    }

    private boolean decide(int node, String account) {
        Descriptor own = Descriptor.of(new Entry("account", account));
        return nodes.get(node).ask(new LimitRequest("llm", List.of(own), 1)).passes();
    }

    private HttpResponse<String> admit(int node, String account, String id, int maxTokens) throws Exception {
        return send(call(node, "/v1/admit", admission(account, id, maxTokens)));
    }

    private static String admission(String account, String id, int maxTokens) {
        return "{'domain':'llm','account':'%s','request_id':'%s','input_tokens':1,'max_tokens':%d}"
                .formatted(account, id, maxTokens)
                .replace('\'', '"');
    }

    private String post(int node, String path, String body) throws Exception {
        return send(call(node, path, body)).body();
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest call(int node, String path, String body) {
        return HttpRequest.newBuilder(uri(node, path))
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build();
    }

    private URI uri(int node, String path) {
        return URI.create("http://127.0.0.1:" + nodes.get(node).node.port() + path);
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }
}
