// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls to models over two nodes, held to standings: one plan and one budget, at whichever door and node they come. */
@Timeout(120)
class SharedPlansTest {
    private static final String LIMITS = """
            domain: llm
            descriptors:
              - key: account
                rate_limit: {unit: minute, requests_per_unit: 1000}
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
    void onePlanIsCountedAtAllDoorsOfBothNodes() throws Exception {
        String account = nodes.accountOf(1, "acct-");
        nodes.all.forEach(one -> one.book.accept(Standings.enforced(account, 8, "")));
        assertThat(admit(0, account, "r1")).isEqualTo(200);
        assertThat(decide(0, account)).isTrue();
        assertThat(admit(1, account, "r2")).isEqualTo(200);
        assertThat(decide(1, account)).isTrue();
        assertThat(admit(0, account, "r3")).isEqualTo(429);
        assertThat(admit(1, account, "r3")).isEqualTo(429);
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
            admitted += admit(i / 2 % 2, members.get(i % 2), "r" + i) == 200 ? 1 : 0;
        }
        assertThat(admitted).as("half of the budget is there at first").isEqualTo(3);
    }

    private boolean decide(int node, String account) {
        Descriptor own = Descriptor.of(new Entry("account", account));
        return nodes.get(node).ask(new LimitRequest("llm", List.of(own), 1)).passes();
    }

    private int admit(int node, String account, String id) throws Exception {
        String body = "{'domain':'llm','account':'%s','request_id':'%s','input_tokens':1,'max_tokens':5}"
                .formatted(account, id)
                .replace('\'', '"');
        URI uri = URI.create("http://127.0.0.1:" + nodes.get(node).node.port() + "/v1/admit");
        return client.send(
                        HttpRequest.newBuilder(uri)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
