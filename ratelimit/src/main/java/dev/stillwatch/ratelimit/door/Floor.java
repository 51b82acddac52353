// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitRequest;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitResponse;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitServiceGrpc;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;

/**
 * What the doors are measured against: handlers on the same server that take the same messages and answer OK at once. The
 * limiter of a deployment does not have them; a bench does.
 */
public final class Floor implements HttpService {
    /** Answers a {@code GET} with an empty 200. */
    public static final String HTTP = "/floor";

    /** Answers Envoy's request with an OK and nothing else. */
    public static final String GRPC = "/floor.RateLimitService/ShouldRateLimit";

    /** The service that {@link #GRPC} belongs to. */
    static final String SERVICE = "/floor.RateLimitService";

    Floor() {}

    @Override
    public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
        // Without a body: nginx does not read one of auth_request, and opens a new connection after it.
        return HttpResponse.of(ResponseHeaders.of(HttpStatus.OK));
    }

    BindableService overGrpc() {
        return new RateLimitServiceGrpc.RateLimitServiceImplBase() {
            @Override
            public void shouldRateLimit(RateLimitRequest request, StreamObserver<RateLimitResponse> to) {
                to.onNext(RateLimitResponse.newBuilder()
                        .setOverallCode(RateLimitResponse.Code.OK)
                        .build());
                to.onCompleted();
            }
        };
    }
}
