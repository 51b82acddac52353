// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitRequest;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitResponse;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitServiceGrpc;
import io.grpc.stub.StreamObserver;

/** Envoy's rate limit service, version 3: Envoy, Envoy Gateway, Istio, Contour and Emissary ask here. */
final class EnvoyService extends RateLimitServiceGrpc.RateLimitServiceImplBase {
    private final Desk desk;

    EnvoyService(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void shouldRateLimit(RateLimitRequest wire, StreamObserver<RateLimitResponse> to) {
        Call.run(desk.limiter(), to, () -> answer(wire));
    }

    private RateLimitResponse answer(RateLimitRequest wire) throws InvalidRequestException, UndecidedException {
        LimitRequest request = EnvoyRequest.read(wire);
        LimitResponse response = desk.limiter().decide(request);
        return EnvoyResponse.writeWithBody(response, desk.headers(request.domain(), response))
                .build();
    }
}
