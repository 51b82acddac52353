// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kuadrant's two methods over the same messages. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KuadrantWireTest {
    private static final String CHECK = "kuadrant.service.ratelimit.v1.RateLimitService/CheckRateLimit";
    private static final String REPORT = "kuadrant.service.ratelimit.v1.RateLimitService/Report";

    @RegisterExtension
    final OpenDoors doors = new OpenDoors();

    @Test
    void aLookTakesNothing() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(call(CHECK, 5).getStatuses(0).getLimitRemaining()).isEqualTo(3);
        }
    }

    @Test
    void aReportTakesAndNeverRefuses() throws IOException {
        RateLimitResponse taken = call(REPORT, 5);
        assertThat(taken.getOverallCode()).isEqualTo(Code.OK);
        assertThat(taken.getStatusesList()).isEmpty();
        RateLimitResponse over = call(CHECK, 0);
        assertThat(over.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(over.getRawBody().toStringUtf8()).contains("#quota-exceeded");
        assertThat(call(REPORT, 0).getOverallCode()).isEqualTo(Code.OK);
        assertThat(doors.limiter.lastAsked().hits()).isEqualTo(1);
        assertThat(doors.limiter.lastAsked().report()).isTrue();
        call(CHECK, 0);
        assertThat(doors.limiter.lastAsked().report()).isFalse();
    }

    @Test
    void aLimiterThatCannotTellIsUnavailableToBoth() {
        doors.limiter.undecided(true);
        for (String method : new String[] {CHECK, REPORT}) {
            StatusRuntimeException failure = org.assertj.core.api.Assertions.catchThrowableOfType(
                    StatusRuntimeException.class, () -> call(method, 1));
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    private RateLimitResponse call(String method, int hits) throws IOException {
        RateLimitRequest request = RateLimitRequest.newBuilder()
                .setDomain("llm")
                .addDescriptors(RateLimitDescriptor.newBuilder()
                        .addEntries(RateLimitDescriptor.Entry.newBuilder()
                                .setKey("account")
                                .setValue("a")))
                .setHitsAddend(hits)
                .build();
        return RateLimitResponse.parseFrom(doors.wire.call(method, request.toByteArray()));
    }
}
