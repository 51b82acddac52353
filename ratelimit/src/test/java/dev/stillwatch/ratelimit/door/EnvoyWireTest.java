// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Struct;
import com.google.protobuf.UInt64Value;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.ratelimit.decide.Treatment;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.envoyproxy.envoy.type.v3.RateLimitUnit;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rate limit service as a client that others generated from Envoy's own files and that runs on other libraries sees it. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvoyWireTest {
    @RegisterExtension
    final OpenDoors doors = new OpenDoors();

    private final RateLimitServiceGrpc.RateLimitServiceBlockingStub envoy =
            RateLimitServiceGrpc.newBlockingStub(doors.wire.channel());

    @Test
    void theFourthOfThreeAMinuteIsRefusedAndSaysBywhat() {
        for (int i = 2; i >= 0; i--) {
            RateLimitResponse passed = envoy.shouldRateLimit(asking("llm", account("a")));
            assertThat(passed.getOverallCode()).isEqualTo(Code.OK);
            assertThat(passed.getStatuses(0).getLimitRemaining()).isEqualTo(i);
            assertThat(passed.getRawBody()).isEqualTo(ByteString.EMPTY);
        }
        RateLimitResponse refused = envoy.shouldRateLimit(asking("llm", account("a")));
        assertThat(refused.getOverallCode()).isEqualTo(Code.OVER_LIMIT);
        RateLimitResponse.DescriptorStatus status = refused.getStatuses(0);
        assertThat(status.getCode()).isEqualTo(Code.OVER_LIMIT);
        assertThat(status.getCurrentLimit().getName()).isEqualTo("per-account");
        assertThat(status.getCurrentLimit().getRequestsPerUnit()).isEqualTo(3);
        assertThat(status.getCurrentLimit().getUnit()).isEqualTo(RateLimitResponse.RateLimit.Unit.MINUTE);
        assertThat(status.getDurationUntilReset())
                .isEqualTo(Duration.newBuilder()
                        .setSeconds(12)
                        .setNanos(500_000_000)
                        .build());
        assertThat(refused.getRawBody().toStringUtf8()).contains("#quota-exceeded", "\"per-account\"");
        assertThat(refused.getResponseHeadersToAddList())
                .extracting(HeaderValue::getKey, HeaderValue::getValue)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("ratelimit-policy", "\"per-account\";q=3;w=60"),
                        org.assertj.core.groups.Tuple.tuple("ratelimit", "\"per-account\";r=0;t=13"),
                        org.assertj.core.groups.Tuple.tuple("retry-after", "13"),
                        org.assertj.core.groups.Tuple.tuple("content-type", "application/problem+json"));
        assertThat(envoy.shouldRateLimit(asking("llm", account("b"))).getOverallCode())
                .isEqualTo(Code.OK);
    }

    @Test
    void statusesStandInTheOrderOfDescriptors() {
        RateLimitResponse response =
                envoy.shouldRateLimit(asking("llm", model("a", "m"), descriptor("unheard", "of"), account("a")));
        assertThat(response.getStatusesList())
                .extracting(status -> status.getCurrentLimit().getName())
                .containsExactly("per-model", "", "per-account");
        assertThat(response.getStatuses(1).hasCurrentLimit()).isFalse();
        assertThat(response.getStatuses(1).hasDurationUntilReset()).isFalse();
        assertThat(response.getStatuses(1).getCode()).isEqualTo(Code.OK);
        assertThat(envoy.shouldRateLimit(asking("unheard", descriptor("a", "b")))
                        .getResponseHeadersToAddList())
                .isEmpty();
    }

    @Test
    void hitsOfADescriptorGoBeforeTheRequests() {
        envoy.shouldRateLimit(RateLimitRequest.newBuilder()
                .setDomain("llm")
                .addDescriptors(account("a").toBuilder().setHitsAddend(UInt64Value.of(2)))
                .addDescriptors(account("b").toBuilder().setHitsAddend(UInt64Value.of(0)))
                .addDescriptors(account("c"))
                .setHitsAddend(3)
                .build());
        assertThat(doors.limiter.lastAsked().hits()).isEqualTo(3);
        assertThat(doors.limiter.lastAsked().descriptors())
                .extracting(one -> one.hits())
                .containsExactly(OptionalLong.of(2), OptionalLong.of(0), OptionalLong.empty());
        assertThat(envoy.shouldRateLimit(asking("llm", account("c"))).getOverallCode())
                .isEqualTo(Code.OVER_LIMIT);
        assertThat(envoy.shouldRateLimit(asking("llm", account("b")))
                        .getStatuses(0)
                        .getLimitRemaining())
                .isEqualTo(2);
    }

    @Test
    void aLimitOfTheRequestGoesBeforeTheFiles() {
        RateLimitDescriptor own = account("a").toBuilder()
                .setLimit(RateLimitDescriptor.RateLimitOverride.newBuilder()
                        .setRequestsPerUnit(-1)
                        .setUnit(RateLimitUnit.DAY))
                .build();
        RateLimitResponse.RateLimit limit =
                envoy.shouldRateLimit(asking("llm", own)).getStatuses(0).getCurrentLimit();
        assertThat(Integer.toUnsignedLong(limit.getRequestsPerUnit())).isEqualTo(4_294_967_295L);
        assertThat(limit.getUnit()).isEqualTo(RateLimitResponse.RateLimit.Unit.DAY);
        RateLimitDescriptor unitless = account("a").toBuilder()
                .setLimit(RateLimitDescriptor.RateLimitOverride.newBuilder().setRequestsPerUnit(1))
                .build();
        assertThat(status(asking("llm", unitless))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aWeekHasItsOwnNumber() {
        assertThat(envoy.shouldRateLimit(asking("llm", descriptor("week", "x")))
                        .getStatuses(0)
                        .getCurrentLimit()
                        .getUnitValue())
                .isEqualTo(7);
    }

    @Test
    void aTreatmentTravelsAsMetadataAndAsHeadersForTheModelServer() {
        doors.limiter.treat(OpenDoors.treated(Tier.RESTRICT, true));
        doors.limiter.describe(Map.of("team", "search", "tags", List.of("a", 2, true), "nested", Map.of("k", "v")));
        RateLimitResponse response = envoy.shouldRateLimit(asking("llm", account("a")));
        Struct metadata = response.getDynamicMetadata();
        assertThat(metadata.getFieldsOrThrow("tier").getStringValue()).isEqualTo("restrict");
        assertThat(metadata.getFieldsOrThrow("reason").getStringValue()).isEqualTo("asks for step-by-step reasoning");
        assertThat(metadata.getFieldsOrThrow("standing_version").getNumberValue())
                .isEqualTo(4);
        Struct plan = metadata.getFieldsOrThrow("plan").getStructValue();
        assertThat(plan.getFieldsOrThrow("max_tokens").getNumberValue()).isEqualTo(512);
        assertThat(plan.getFieldsOrThrow("strip_logprobs").getBoolValue()).isTrue();
        Struct file = metadata.getFieldsOrThrow("metadata").getStructValue();
        assertThat(file.getFieldsOrThrow("team").getStringValue()).isEqualTo("search");
        assertThat(file.getFieldsOrThrow("tags").getListValue().getValues(1).getNumberValue())
                .isEqualTo(2);
        assertThat(file.getFieldsOrThrow("nested").getStructValue().containsFields("k"))
                .isTrue();
        assertThat(response.getRequestHeadersToAddList())
                .extracting(HeaderValue::getKey)
                .containsExactly(
                        "x-stillwatch-tier",
                        "x-stillwatch-max-tokens",
                        "x-stillwatch-max-n",
                        "x-stillwatch-strip-logprobs",
                        "x-stillwatch-strip-reasoning");
    }

    @Test
    void shadowIsTheGatewaysToSeeAndNobodyElses() {
        Treatment shadow = new Treatment(
                "acct-1",
                Tier.WATCH,
                Tier.RESTRICT,
                dev.stillwatch.policies.standing.LimitPlan.NONE,
                "",
                4,
                true,
                Optional.of("plan"));
        doors.limiter.treat(shadow);
        RateLimitResponse response = envoy.shouldRateLimit(asking("llm", account("a")));
        assertThat(response.getDynamicMetadata().getFieldsOrThrow("would_be").getStringValue())
                .isEqualTo("restrict");
        assertThat(response.getDynamicMetadata()
                        .getFieldsOrThrow("would_refuse")
                        .getStringValue())
                .isEqualTo("plan");
        assertThat(response.getRequestHeadersToAddList()).isEmpty();
        doors.limiter.treat(Treatment.NONE);
        assertThat(envoy.shouldRateLimit(asking("llm", account("a"))).hasDynamicMetadata())
                .isFalse();
    }

    @Test
    void aLimiterThatCannotTellIsUnavailableNeverUnknown() {
        doors.limiter.undecided(true);
        assertThat(status(asking("llm", account("a")))).isEqualTo(Status.Code.UNAVAILABLE);
        doors.limiter.undecided(false);
        doors.limiter.fault(Optional.of(new IllegalStateException("a fault of ours")));
        assertThat(status(asking("llm", account("a")))).isEqualTo(Status.Code.UNAVAILABLE);
        doors.limiter.fault(Optional.empty());
        doors.limiter.answerWithoutStatuses(true);
        assertThat(status(asking("llm", account("a")))).isEqualTo(Status.Code.UNAVAILABLE);
        doors.limiter.answerWithoutStatuses(false);
        assertThat(envoy.shouldRateLimit(asking("llm", account("a"))).getOverallCode())
                .isEqualTo(Code.OK);
    }

    @Test
    void whatNobodyCanDecideOnIsInvalid() {
        assertThat(status(asking("", account("a")))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status(asking("llm"))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status(asking("llm", RateLimitDescriptor.getDefaultInstance())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status(asking("llm", descriptor("", "v")))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(doors.limiter.timesAsked()).isZero();
    }

    private static RateLimitRequest asking(String domain, RateLimitDescriptor... descriptors) {
        return RateLimitRequest.newBuilder()
                .setDomain(domain)
                .addAllDescriptors(List.of(descriptors))
                .build();
    }

    private static RateLimitDescriptor account(String id) {
        return descriptor("account", id);
    }

    private static RateLimitDescriptor model(String id, String model) {
        return account(id).toBuilder()
                .addEntries(
                        RateLimitDescriptor.Entry.newBuilder().setKey("model").setValue(model))
                .build();
    }

    private static RateLimitDescriptor descriptor(String key, String value) {
        return RateLimitDescriptor.newBuilder()
                .addEntries(RateLimitDescriptor.Entry.newBuilder().setKey(key).setValue(value))
                .build();
    }

    private Status.Code status(RateLimitRequest request) {
        StatusRuntimeException failure =
                catchThrowableOfType(StatusRuntimeException.class, () -> envoy.shouldRateLimit(request));
        return failure == null ? Status.Code.OK : failure.getStatus().getCode();
    }
}
