// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.ratelimit;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.grpc.protocol.UnaryGrpcClient;
import com.linecorp.armeria.common.util.EventLoopGroups;
import dev.stillwatch.ratelimit.door.LimiterServer;
import dev.stillwatch.ratelimit.door.wire.envoy.descriptor.RateLimitDescriptor;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitRequest;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Asks the doors over gRPC as a gateway does, on two connections with threads of its own. Messages are bytes that were
 * made before, and of an answer only its first field is read, so that little of the machine goes into asking.
 */
final class GrpcCaller implements AutoCloseable {
    private static final int CONNECTIONS = 2;
    /** The field {@code overall_code}, and its value OK. */
    private static final byte[] OK = {1 << 3, 1};

    private final ClientFactory factory;
    private final UnaryGrpcClient client;
    private final byte[][] questions;

    /** Asks at the port about so many accounts. */
    GrpcCaller(int port, int accounts) {
        this.factory = ClientFactory.builder()
                .workerGroup(EventLoopGroups.newEventLoopGroup(CONNECTIONS, "bench-caller"), true)
                .maxNumEventLoopsPerEndpoint(CONNECTIONS)
                .build();
        this.client = new UnaryGrpcClient(WebClient.builder("h2c://" + LimiterServer.LOOPBACK + ":" + port)
                .factory(factory)
                .responseTimeoutMillis(0)
                .build());
        this.questions =
                IntStream.range(0, accounts).mapToObj(GrpcCaller::question).toArray(byte[][]::new);
    }

    /** Asks about an account; fails where the answer is anything but OK. */
    CompletableFuture<Void> ask(String path, int account) {
        return client.execute(path, questions[account]).thenAccept(answer -> {
            if (answer.length < OK.length || answer[0] != OK[0] || answer[1] != OK[1]) {
                throw new IllegalStateException("an answer that is not OK");
            }
        });
    }

    private static byte[] question(int account) {
        return RateLimitRequest.newBuilder()
                .setDomain(BenchLimits.DOMAIN)
                .addDescriptors(RateLimitDescriptor.newBuilder()
                        .addEntries(RateLimitDescriptor.Entry.newBuilder()
                                .setKey(BenchLimits.KEY)
                                .setValue(BenchLimits.account(account))))
                .build()
                .toByteArray();
    }

    @Override
    public void close() {
        factory.close();
    }
}
