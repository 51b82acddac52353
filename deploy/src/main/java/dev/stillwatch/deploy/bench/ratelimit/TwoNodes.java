// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.grpc.protocol.UnaryGrpcClient;
import dev.stillwatch.deploy.process.PortProcess;
import dev.stillwatch.ratelimit.door.LimiterServer;
import dev.stillwatch.ratelimit.door.wire.envoy.descriptor.RateLimitDescriptor;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitRequest;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitResponse;
import dev.stillwatch.ratelimit.limits.LimitsLoader;
import dev.stillwatch.ratelimit.limits.LimitsShelf;
import dev.stillwatch.ratelimit.peer.Node;
import dev.stillwatch.ratelimit.peer.NodeList;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two nodes of one limiter in this process, each with doors of its own. They are asked as Envoy asks and ask each other
 * over loopback. The key is the second one's. Each tells what it has counted once a second, as to a cluster.
 */
final class TwoNodes implements AutoCloseable {
    private static final String ASK = "/envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit";
    private static final Duration FIRST_GREETING = Duration.ofSeconds(10);
    private static final int OWNER = 1;
    private static final long SPAN_SECONDS = 1;

    private final ToldStates told = new ToldStates();
    private final List<BenchNode> nodes = new ArrayList<>();
    private final List<UnaryGrpcClient> clients = new ArrayList<>();
    private final ClientFactory factory = ClientFactory.builder().workerGroup(2).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong toldAt = new AtomicLong(System.nanoTime());
    private final byte[] question;

    /** Nodes that hold the key to a limit of a limits file, one flow mapping of YAML without its braces. */
    TwoNodes(String limit) throws IOException {
        LimitsShelf shelf = new LimitsShelf(new LimitsLoader(LimitsLoader.Domains.ONCE));
        BenchLimits.load("""
                domain: %s
                descriptors: [{key: %s, %s}]
                """.formatted(BenchLimits.DOMAIN, BenchLimits.KEY, limit), shelf);
        List<Node> list = List.of(
                new Node("a", LimiterServer.LOOPBACK, PortProcess.freePort()),
                new Node("b", LimiterServer.LOOPBACK, PortProcess.freePort()));
        for (Node node : list) {
            nodes.add(new BenchNode(node, new NodeList(node.name(), list), shelf, told));
            clients.add(new UnaryGrpcClient(WebClient.builder("h2c://" + node.host() + ":" + node.port())
                    .factory(factory)
                    .responseTimeoutMillis(0)
                    .build()));
        }
        nodes.forEach(node -> node.greet(FIRST_GREETING));
        this.question = question(accountOf(list.get(OWNER)));
        var unused = clock.scheduleAtFixedRate(this::tell, SPAN_SECONDS, SPAN_SECONDS, TimeUnit.SECONDS);
    }

    /** What a call got. */
    enum Answer {
        PASSED,
        REFUSED,
        /** Nobody could tell in time. */
        UNDECIDED
    }

    /** Asks one of the nodes, 0 or 1. */
    CompletableFuture<Answer> ask(int node) {
        return clients.get(node).execute(ASK, question).handle((answer, failed) -> {
            if (failed != null) {
                return Answer.UNDECIDED;
            }
            try {
                return RateLimitResponse.parseFrom(answer).getOverallCode() == RateLimitResponse.Code.OK
                        ? Answer.PASSED
                        : Answer.REFUSED;
            } catch (InvalidProtocolBufferException e) {
                return Answer.UNDECIDED;
            }
        });
    }

    /** When those that decide last began to tell what they had counted, by {@link System#nanoTime}. */
    long toldAt() {
        return toldAt.get();
    }

    private void tell() {
        // Before it looks: what is counted meanwhile may be missing in what it tells.
        toldAt.set(System.nanoTime());
        nodes.forEach(BenchNode::tell);
    }

    /** The owner decides no more, without a last word of what it has counted. */
    void stopOwner() {
        nodes.get(OWNER).stopDeciding();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        nodes.forEach(BenchNode::close);
        var unused = factory.closeAsync();
    }

    private String accountOf(Node owner) {
        for (int i = 0; ; i++) {
            String account = BenchLimits.account(i);
            if (nodes.get(0).decider(account).equals(owner.name())) {
                return account;
            }
        }
    }

    private static byte[] question(String account) {
        return RateLimitRequest.newBuilder()
                .setDomain(BenchLimits.DOMAIN)
                .addDescriptors(RateLimitDescriptor.newBuilder()
                        .addEntries(RateLimitDescriptor.Entry.newBuilder()
                                .setKey(BenchLimits.KEY)
                                .setValue(account)))
                .build()
                .toByteArray();
    }
}
