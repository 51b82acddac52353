// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.stillwatch.ratelimit.decide.CurrentLimit;
import dev.stillwatch.ratelimit.decide.DescriptorStatus;
import dev.stillwatch.ratelimit.decide.LimitResponse;
import dev.stillwatch.ratelimit.door.wire.envoy.core.HeaderValue;
import dev.stillwatch.ratelimit.door.wire.envoy.ratelimit.RateLimitResponse;
import dev.stillwatch.ratelimit.header.Header;
import dev.stillwatch.ratelimit.header.Refusal;
import dev.stillwatch.ratelimit.header.UpstreamHeaders;
import java.util.List;

/** Writes Envoy's response. Its code is never UNKNOWN, with which Envoy would let the call pass. */
final class EnvoyResponse {
    private EnvoyResponse() {}

    /** What envoyproxy/ratelimit would answer, with the caller's headers, those for the model server, and metadata. */
    static RateLimitResponse.Builder write(LimitResponse response, List<Header> toCaller) {
        RateLimitResponse.Builder wire = RateLimitResponse.newBuilder().setOverallCode(code(response.code()));
        for (DescriptorStatus status : response.statuses()) {
            wire.addStatuses(status(status));
        }
        toCaller.forEach(header -> wire.addResponseHeadersToAdd(value(header)));
        UpstreamHeaders.of(response.treatment()).forEach(header -> wire.addRequestHeadersToAdd(value(header)));
        Metadata.of(response).ifPresent(wire::setDynamicMetadata);
        return wire;
    }

    /** Likewise, and a refusal has a body that says what it is. */
    static RateLimitResponse.Builder writeWithBody(LimitResponse response, List<Header> toCaller) {
        RateLimitResponse.Builder wire = write(response, toCaller);
        if (!response.passes()) {
            wire.setRawBody(ByteString.copyFromUtf8(Refusal.of(response).problem()));
            wire.addResponseHeadersToAdd(value(new Header("content-type", Refusal.MEDIA_TYPE)));
        }
        return wire;
    }

    /** A header on Envoy's wire. */
    static HeaderValue value(Header header) {
        return HeaderValue.newBuilder()
                .setKey(header.name())
                .setValue(header.value())
                .build();
    }

    private static RateLimitResponse.DescriptorStatus status(DescriptorStatus status) {
        RateLimitResponse.DescriptorStatus.Builder wire = RateLimitResponse.DescriptorStatus.newBuilder()
                .setCode(code(status.code()))
                .setLimitRemaining(unsigned(status.remaining()));
        if (status.limit().isPresent()) {
            wire.setCurrentLimit(limit(status.limit().get()))
                    .setDurationUntilReset(Duration.newBuilder()
                            .setSeconds(status.untilReset().toSeconds())
                            .setNanos(status.untilReset().toNanosPart()));
        }
        return wire.build();
    }

    private static RateLimitResponse.RateLimit limit(CurrentLimit limit) {
        return RateLimitResponse.RateLimit.newBuilder()
                .setRequestsPerUnit(unsigned(limit.rate().requests()))
                .setUnit(RateLimitResponse.RateLimit.Unit.valueOf(
                        limit.rate().unit().name()))
                .setName(limit.name())
                .build();
    }

    private static RateLimitResponse.Code code(DescriptorStatus.Code code) {
        return switch (code) {
            case OK -> RateLimitResponse.Code.OK;
            case OVER_LIMIT -> RateLimitResponse.Code.OVER_LIMIT;
        };
    }

    /** The field has 32 bits; more than they hold is told as the most they hold. */
    private static int unsigned(long value) {
        return (int) Math.min(Math.max(0, value), 0xFFFF_FFFFL);
    }
}
