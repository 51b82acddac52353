// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import dev.stillwatch.ratelimit.decide.LimitRequest;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.decide.UndecidedException;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitRequest;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitResponse;
import dev.stillwatch.ratelimit.door.wire.kuadrant.RateLimitServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Kuadrant's service: looking and taking apart. A look takes nothing and is answered as Envoy's check with 0 hits is; a
 * report takes and never refuses, because the call that it reports has been answered.
 */
final class KuadrantService extends RateLimitServiceGrpc.RateLimitServiceImplBase {
    private static final RateLimitResponse TAKEN = RateLimitResponse.newBuilder()
            .setOverallCode(RateLimitResponse.Code.OK)
            .build();

    private final InstrumentedLimiter limiter;
    private final Supplier<Domains> domains;
    private final InstantSource clock;

    KuadrantService(InstrumentedLimiter limiter, Supplier<Domains> domains, InstantSource clock) {
        this.limiter = limiter;
        this.domains = domains;
        this.clock = clock;
    }

    @Override
    public void checkRateLimit(RateLimitRequest wire, StreamObserver<RateLimitResponse> to) {
        Call.run(limiter, to, () -> look(wire));
    }

    @Override
    public void report(RateLimitRequest wire, StreamObserver<RateLimitResponse> to) {
        Call.run(limiter, to, () -> take(wire));
    }

    private RateLimitResponse look(RateLimitRequest wire) throws InvalidRequestException, UndecidedException {
        LimitRequest request = EnvoyRequest.read(wire).looking();
        LimitResponse response = limiter.decide(request);
        return EnvoyResponse.writeWithBody(
                        response, domains.get().headers(request.domain()).headers(response, clock.instant()))
                .build();
    }

    private RateLimitResponse take(RateLimitRequest wire) throws InvalidRequestException, UndecidedException {
        // Whether it is over now is the next look's to say.
        var unused = limiter.decide(EnvoyRequest.read(wire));
        return TAKEN;
    }
}
