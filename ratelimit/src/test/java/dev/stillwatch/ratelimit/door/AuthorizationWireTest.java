// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import dev.stillwatch.policies.standing.Tier;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.type.v3.StatusCode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** External authorization as Envoy's own messages carry it. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationWireTest {
    private static final Map<String, String> BY_ACCOUNT = Map.of("domain", "llm", "entry", "x-account-id:account");

    @RegisterExtension
    final OpenDoors doors = new OpenDoors();

    private final AuthorizationGrpc.AuthorizationBlockingStub envoy =
            AuthorizationGrpc.newBlockingStub(doors.wire.channel());

    @Test
    void aCallWithinItsLimitPassesWithTheLimitAsMetadata() {
        CheckResponse response = envoy.check(asking(BY_ACCOUNT, Map.of("x-account-id", "a")));
        assertThat(response.getStatus().getCode()).isZero();
        assertThat(limit(response)).isEqualTo("3 MINUTE");
        assertThat(response.getOkResponse().getResponseHeadersToAddList())
                .extracting(option -> option.getHeader().getKey())
                .containsExactly("ratelimit-policy", "ratelimit");
        // What callers may have sent under our names does not reach the model server.
        assertThat(response.getOkResponse().getHeadersToRemoveList()).contains("x-stillwatch-tier");
        assertThat(response.getOkResponse().getHeadersList()).isEmpty();
    }

    @Test
    void aCallOverItsLimitIsDeniedWithStatusHeadersAndBody() {
        for (int i = 0; i < 3; i++) {
            envoy.check(asking(BY_ACCOUNT, Map.of("x-account-id", "a")));
        }
        CheckResponse response = envoy.check(asking(BY_ACCOUNT, Map.of("x-account-id", "a")));
        assertThat(response.getStatus().getCode()).isEqualTo(8);
        assertThat(response.getDeniedResponse().getStatus().getCode()).isEqualTo(StatusCode.TooManyRequests);
        assertThat(response.getDeniedResponse().getBody()).contains("#quota-exceeded");
        assertThat(response.getDeniedResponse().getHeadersList())
                .allMatch(option ->
                        option.getAppendAction() == HeaderValueOption.HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD)
                .extracting(option -> option.getHeader().getKey())
                .containsExactly("content-type", "ratelimit-policy", "ratelimit", "retry-after");
    }

    @Test
    void theLimitFollowsTheRisk() {
        doors.limiter.treat(OpenDoors.treated(Tier.RESTRICT, true));
        CheckResponse restricted = envoy.check(asking(BY_ACCOUNT, Map.of("x-account-id", "a")));
        // 100 an hour of the plan is less than 3 a minute of the file.
        assertThat(limit(restricted)).isEqualTo("100 HOUR");
        assertThat(restricted.getDynamicMetadata().getFieldsOrThrow("tier").getStringValue())
                .isEqualTo("restrict");
        assertThat(restricted.getOkResponse().getHeadersList())
                .extracting(option -> option.getHeader().getKey())
                .contains("x-stillwatch-max-tokens");
        assertThat(restricted.getOkResponse().getHeadersToRemoveList()).isEmpty();
        doors.limiter.treat(OpenDoors.treated(Tier.SUSPEND, true));
        assertThat(limit(envoy.check(asking(BY_ACCOUNT, Map.of("x-account-id", "a")))))
                .isEqualTo("0 HOUR");
    }

    @Test
    void aSilentStepsShareIsTheGatewaysLimitAndNoCallers() {
        CheckResponse response = envoy.check(asking(Map.of("domain", "llm", "descriptors", "quiet=x"), Map.of()));
        assertThat(limit(response)).isEqualTo("6 MINUTE");
        assertThat(response.getOkResponse().getResponseHeadersToAddList())
                .filteredOn(option -> option.getHeader().getKey().equals("ratelimit-policy"))
                .extracting(option -> option.getHeader().getValue())
                .singleElement()
                .asString()
                .contains("q=60");
    }

    @Test
    void aLimitThatRefusesNothingAloneIsNoGatewaysLimit() {
        assertThat(envoy.check(asking(Map.of("domain", "llm", "descriptors", "trial=x"), Map.of()))
                        .getDynamicMetadata()
                        .containsFields("limit"))
                .isFalse();
    }

    @Test
    void anOpenSuspensionIsForbidden() {
        doors.limiter.treat(OpenDoors.treated(Tier.SUSPEND, true));
        CheckResponse denied = envoy.check(asking(
                Map.of("domain", "llm", "entry", "x-account-id:account", "hits", "4"), Map.of("x-account-id", "a")));
        assertThat(denied.getStatus().getCode()).isEqualTo(7);
        assertThat(denied.getDeniedResponse().getStatus().getCode()).isEqualTo(StatusCode.Forbidden);
    }

    @Test
    void aWeekIsToldInDaysAndTokensAreNoRequests() {
        assertThat(limit(envoy.check(asking(Map.of("domain", "llm", "descriptors", "week=x"), Map.of()))))
                .isEqualTo("3 DAY");
        assertThat(envoy.check(asking(Map.of("domain", "llm", "descriptors", "tokens=x, unheard=of"), Map.of()))
                        .getDynamicMetadata()
                        .containsFields("limit"))
                .isFalse();
    }

    @Test
    void headersSentRawAreReadToo() {
        envoy.check(askingRaw("raw"));
        assertThat(account()).isEqualTo("raw");
    }

    /** Envoy joins what came twice unless it sends headers raw; the joined form cannot be told from one value. */
    @Test
    void aHeaderThatCameTwiceIsOneValueWhereEnvoyJoinedItAndRefusedWhereItIsRaw() {
        envoy.check(asking(BY_ACCOUNT, Map.of("x-account-id", "a,b")));
        assertThat(account()).isEqualTo("a,b");
        assertThat(status(askingRaw("a", "b"))).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aCallerCannotChooseItsOwnLimits() {
        CheckRequest request = asking(
                BY_ACCOUNT,
                Map.of(
                        "x-account-id", "a",
                        "x-ratelimit-domain", "plain",
                        "x-ratelimit-hits", "0",
                        "x-ratelimit-descriptors", "account=victim"));
        for (int i = 0; i < 3; i++) {
            assertThat(envoy.check(request).getStatus().getCode()).isZero();
        }
        assertThat(envoy.check(request).getStatus().getCode()).isEqualTo(8);
        assertThat(doors.limiter.lastAsked().descriptors()).hasSize(1);
    }

    @Test
    void nothingToDecideOnIsInvalidAndNoDecisionIsUnavailable() {
        assertThat(status(asking(BY_ACCOUNT, Map.of()))).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status(CheckRequest.getDefaultInstance())).isEqualTo(Status.Code.INVALID_ARGUMENT);
        doors.limiter.undecided(true);
        assertThat(status(asking(BY_ACCOUNT, Map.of("x-account-id", "a")))).isEqualTo(Status.Code.UNAVAILABLE);
    }

    private static CheckRequest asking(Map<String, String> extensions, Map<String, String> headers) {
        return CheckRequest.newBuilder()
                .setAttributes(AttributeContext.newBuilder()
                        .putAllContextExtensions(extensions)
                        .setRequest(AttributeContext.Request.newBuilder()
                                .setHttp(AttributeContext.HttpRequest.newBuilder()
                                        .setMethod("POST")
                                        .setPath("/v1/chat/completions")
                                        .putAllHeaders(headers))))
                .build();
    }

    private static CheckRequest askingRaw(String... accounts) {
        HeaderMap.Builder headers = HeaderMap.newBuilder()
                .addHeaders(HeaderValue.newBuilder().setKey("accept").setValue("*/*"));
        for (String account : accounts) {
            headers.addHeaders(
                    HeaderValue.newBuilder().setKey("x-account-id").setRawValue(ByteString.copyFromUtf8(account)));
        }
        CheckRequest.Builder request = asking(BY_ACCOUNT, Map.of()).toBuilder();
        request.getAttributesBuilder().getRequestBuilder().getHttpBuilder().setHeaderMap(headers);
        return request.build();
    }

    private String account() {
        return doors.limiter.lastAsked().descriptors().get(0).entries().get(0).value();
    }

    private static String limit(CheckResponse response) {
        Struct limit = response.getDynamicMetadata().getFieldsOrThrow("limit").getStructValue();
        return (long) limit.getFieldsOrThrow("requests_per_unit").getNumberValue() + " "
                + limit.getFieldsOrThrow("unit").getStringValue();
    }

    private Status.Code status(CheckRequest request) {
        StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class, () -> envoy.check(request));
        return failure == null ? Status.Code.OK : failure.getStatus().getCode();
    }
}
