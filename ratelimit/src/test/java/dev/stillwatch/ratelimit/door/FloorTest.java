// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitRequest;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitResponse;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FloorTest {
    private static final LimiterServer.Parts PARTS = new LimiterServer.Parts(
            new TableLimiter(),
            new TableLimiter(),
            () -> new Domains(List.of()),
            () -> new Readiness(true, "running", new TreeMap<>()),
            Map.of(),
            Map::of,
            InstantSource.system());

    @Test
    void itAnswersWhateverIsAskedWithAnOkAndNothingElse() throws IOException {
        try (LimiterServer server = LimiterServer.startWithFloor(anywhere(), PARTS)) {
            AggregatedHttpResponse http = get(server);
            assertThat(http.status().code()).isEqualTo(200);
            assertThat(http.content().isEmpty()).isTrue();
            assertThat(overGrpc(server))
                    .isEqualTo(RateLimitResponse.newBuilder()
                            .setOverallCode(RateLimitResponse.Code.OK)
                            .build());
        }
    }

    private static RateLimitResponse overGrpc(LimiterServer server) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(LimiterServer.LOOPBACK, server.port())
                .usePlaintext()
                .build();
        try {
            return ClientCalls.blockingUnaryCall(
                    channel,
                    RateLimitServiceGrpc.getShouldRateLimitMethod().toBuilder()
                            .setFullMethodName(Floor.GRPC.substring(1))
                            .build(),
                    CallOptions.DEFAULT,
                    RateLimitRequest.getDefaultInstance());
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void aLimiterOfADeploymentDoesNotHaveIt() throws IOException {
        try (LimiterServer server = LimiterServer.start(anywhere(), PARTS, Optional.empty())) {
            assertThat(get(server).status().code()).isEqualTo(404);
        }
    }

    private static AggregatedHttpResponse get(LimiterServer server) {
        return WebClient.of("h1c://127.0.0.1:" + server.port()).blocking().get(Floor.HTTP);
    }

    private static InetSocketAddress anywhere() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
