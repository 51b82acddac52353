// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.grpc.protocol.UnaryGrpcClient;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.grpc.protocol.ArmeriaStatusException;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.stillwatch.ratelimit.decide.Descriptor;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.door.OwnerLink;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitServiceGrpc;
import dev.stillwatch.ratelimit.door.wire.owner.Drawing;
import dev.stillwatch.ratelimit.door.wire.owner.Question;
import dev.stillwatch.ratelimit.door.wire.owner.Reply;
import dev.stillwatch.ratelimit.door.wire.owner.Taking;
import dev.stillwatch.ratelimit.door.wire.owner.Unit;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The door at which nodes ask each other: what others than nodes may send there, and nodes that go and come back. */
@Timeout(120)
class OwnerDoorTest {
    private static final String LIMITS = """
            domain: llm
            descriptors:
              - key: account
                rate_limit: {unit: minute, requests_per_unit: 10}
            """;

    @SuppressWarnings("NullAway.Init")
    private Nodes nodes;

    @SuppressWarnings("NullAway.Init")
    private UnaryGrpcClient client;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        nodes = new Nodes(directory, LIMITS, Nodes.PATIENT, "a", "b");
        client = new UnaryGrpcClient(
                WebClient.builder("h2c://127.0.0.1:" + nodes.get(0).node.port())
                        .responseTimeoutMillis(0)
                        .build());
    }

    @AfterEach
    void close() {
        nodes.close();
    }

    private static Stream<Consumer<Question.Builder>> hostile() {
        String tooLong = "x".repeat(4_097);
        return Stream.of(
                question -> question.setTakings(0, taking().clearEntries()),
                question -> question.setTakings(0, taking().clearDomain()),
                question -> question.setTakings(0, taking().setDomain("x".repeat(257))),
                question -> question.setTakings(0, taking().clearUnit()),
                question -> question.setTakings(0, taking().setUnitValue(99)),
                question -> question.setTakings(0, taking().setRequests(-1)),
                question -> question.setTakings(0, taking().setHits(1L << 32)),
                question -> question.setTakings(0, taking().setBurst(-1)),
                question -> question.setTakings(0, taking().setBurst(5).setRequests(0)),
                question -> question.setTakings(
                        0, taking().setUnit(Unit.SECOND).setBurst(5).setRequests(1_000_000_001L)),
                question -> question.setTakings(0, taking().setShare(0)),
                question -> question.setTakings(0, taking().setShare(1.5)),
                question -> question.setTakings(0, taking().setShare(Double.NaN)),
                question -> question.setTakings(0, taking().setEntries(0, entry("", "v"))),
                question -> question.setTakings(0, taking().setEntries(0, entry("k", tooLong))),
                question -> Stream.generate(OwnerDoorTest::taking).limit(256).forEach(question::addTakings),
                question -> question.setDraw(Drawing.newBuilder().setSubject("s")),
                question -> question.setDraw(Drawing.newBuilder().setPerHour(5)),
                question -> question.setDraw(drawing().setPerHour(-1)),
                question -> question.setDraw(drawing().setPerHour(1_000_000_001)),
                question -> question.setDraw(drawing().setSubject(tooLong)),
                question -> question.setDraw(drawing().setRingPerHour(5)),
                question -> question.setPutBack(drawing().setRing(tooLong)));
    }

    @Test
    void whatIsOutOfBoundsIsInvalidAndCountsNothing() {
        assertThat(hostile()).allSatisfy(change -> {
            Question.Builder question = Question.newBuilder().addTakings(taking());
            change.accept(question);
            assertThat(status(question.build().toByteArray())).isEqualTo(Status.Code.INVALID_ARGUMENT);
        });
        assertThat(nodes.get(0).counters.size()).isZero();
    }

    @Test
    void anyBytesHaveAnAnswerThatIsNotUnknown() {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            assertThat(status(bytes)).isIn(Status.Code.OK, Status.Code.INVALID_ARGUMENT);
        }
        assertThat(status(new byte[300 * 1024])).isNotIn(Status.Code.OK, Status.Code.UNKNOWN);
    }

    @Test
    void whatComesIsCountedHereWhoeverOwnsIt() throws Exception {
        String foreign = nodes.accountOf(1, "acct-");
        Question question = Question.newBuilder()
                .setFrom("nobody")
                .setTo("c")
                .addTakings(taking().setEntries(0, entry("account", foreign)))
                .build();
        byte[] reply = client.execute("/stillwatch.limiter.v1.Owner/Ask", question.toByteArray())
                .join();
        assertThat(Reply.parseFrom(reply).getTaken(0).getRemaining()).isEqualTo(9);
        assertThat(nodes.get(0).counters.size()).isEqualTo(1);
        assertThat(nodes.get(1).counters.size()).isZero();
        assertThat(nodes.get(0).peers.tally().differing()).isEqualTo(1);
    }

    @Test
    void aNodeThatGoesIsReplacedAndAskedAgainWhenItIsBack() throws Exception {
        String account = nodes.accountOf(1, "acct-");
        LimitRequest call = new LimitRequest("llm", List.of(Descriptor.of(new Entry("account", account))), 1);
        assertThat(nodes.get(0).ask(call).statuses().get(0).remaining()).isEqualTo(9);
        nodes.get(1).shut();
        assertThat(nodes.get(0).ask(call).statuses().get(0).remaining())
                .as("without a cluster nothing is known of what the owner counted")
                .isEqualTo(9);
        assertThat(nodes.get(0).peers.tally().away()).isEqualTo(1);
        nodes.get(1).open();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            nodes.get(0).peers.look();
            return nodes.get(0).peers.tally().away() == 0;
        });
        assertThat(nodes.get(0).ask(call).statuses().get(0).remaining()).isEqualTo(8);
    }

    @Test
    void aNodeThatIsStillReadingIsNotAskedYet() {
        String account = nodes.accountOf(1, "acct-");
        LimitRequest call = new LimitRequest("llm", List.of(Descriptor.of(new Entry("account", account))), 1);
        nodes.get(1).ready.set(false);
        assertThat(nodes.get(0).ask(call).statuses().get(0).remaining()).isEqualTo(9);
        assertThat(nodes.get(0).counters.size()).isEqualTo(1);
        assertThat(nodes.get(0).peers.tally().unreached()).isEqualTo(1);
    }

    @Test
    void aLimiterThatIsNoNodeDecidesNothing() {
        GrpcService another = GrpcService.builder()
                .addService(new RateLimitServiceGrpc.RateLimitServiceImplBase() {})
                .build();
        for (boolean grpc : new boolean[] {true, false}) {
            ServerBuilder builder = Server.builder().http(0);
            try (Server server = (grpc
                            ? builder.service(another)
                            : builder.service("/", (context, request) -> HttpResponse.of(200)))
                    .build()) {
                server.start().join();
                NodeList list = NodeList.parse("a", "a=h:1,b=127.0.0.1:" + server.activeLocalPort());
                try (OwnerLink link = OwnerLink.to(list.nodes().get(1), list, Nodes.PATIENT)) {
                    assertThatThrownBy(() -> link.ask(dev.stillwatch.ratelimit.peer.Question.GREETING)
                                    .join())
                            .hasCauseInstanceOf(UnreachedException.class);
                }
            }
        }
    }

    private Status.Code status(byte[] message) {
        try {
            client.execute("/stillwatch.limiter.v1.Owner/Ask", message).join();
            return Status.Code.OK;
        } catch (CompletionException e) {
            if (e.getCause() instanceof ArmeriaStatusException told) {
                return Status.fromCodeValue(told.getCode()).getCode();
            }
            throw e;
        }
    }

    private static Taking.Builder taking() {
        return Taking.newBuilder()
                .setDomain("llm")
                .addEntries(entry("account", "x"))
                .setUnit(Unit.MINUTE)
                .setRequests(10)
                .setHits(1)
                .setShare(1);
    }

    private static Drawing.Builder drawing() {
        return Drawing.newBuilder().setSubject("s").setPerHour(5);
    }

    private static dev.stillwatch.ratelimit.door.wire.owner.Entry.Builder entry(String key, String value) {
        return dev.stillwatch.ratelimit.door.wire.owner.Entry.newBuilder()
                .setKey(key)
                .setValue(value);
    }
}
