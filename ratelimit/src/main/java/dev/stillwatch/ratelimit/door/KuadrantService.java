// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitRequest;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitResponse;
import dev.stillwatch.ratelimit.door.wire.kuadrant.RateLimitServiceGrpc;
import io.grpc.stub.StreamObserver;

/**
 * Kuadrant's service: looking and taking apart. A look takes nothing and is answered as Envoy's check with 0 hits is; a
 * report takes and never refuses, because the call that it reports has been answered.
 */
final class KuadrantService extends RateLimitServiceGrpc.RateLimitServiceImplBase {
    private static final RateLimitResponse TAKEN = RateLimitResponse.newBuilder()
            .setOverallCode(RateLimitResponse.Code.OK)
            .build();

    private final Desk desk;

    KuadrantService(Desk desk) {
        this.desk = desk;
    }

    @Override
    public void checkRateLimit(RateLimitRequest wire, StreamObserver<RateLimitResponse> to) {
        Call.run(desk.limiter(), to, () -> look(wire));
    }

    @Override
    public void report(RateLimitRequest wire, StreamObserver<RateLimitResponse> to) {
        Call.run(desk.limiter(), to, () -> take(wire));
    }

    private RateLimitResponse look(RateLimitRequest wire) throws InvalidRequestException, UndecidedException {
        LimitRequest request = EnvoyRequest.read(wire).looking();
        LimitResponse response = desk.limiter().decide(request);
        return EnvoyResponse.writeWithBody(response, desk.headers(request.domain(), response))
                .build();
    }

    private RateLimitResponse take(RateLimitRequest wire) throws InvalidRequestException, UndecidedException {
        // Whether it is over now is the next look's to say.
        var unused = desk.limiter().decide(EnvoyRequest.read(wire).reporting());
        return TAKEN;
    }
}
