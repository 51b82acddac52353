// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.UInt64Value;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is sent over gRPC to break the limiter, or to pass by breaking it: each has a named answer. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileWireTest {
    private static final String ENVOY = "envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit";
    private static final String REPORT = "kuadrant.service.ratelimit.v1.RateLimitService/Report";
    private static final String CHECK = "envoy.service.auth.v3.Authorization/Check";

    @RegisterExtension
    final OpenDoors doors = new OpenDoors();

    @Test
    void hitsAreGivenBackByAFieldThatOlderClientsDoNotHave() throws IOException {
        RateLimitDescriptor three =
                account("a").toBuilder().setHitsAddend(UInt64Value.of(3)).build();
        assertThat(answer(asking(three)).getStatuses(0).getLimitRemaining()).isZero();
        // Field 4 of a descriptor, a true boolean: given back.
        byte[] back = concat(three.toByteArray(), new byte[] {0x20, 0x01});
        byte[] request = concat(new byte[] {0x0a, 3, 'l', 'l', 'm', 0x12, (byte) back.length}, back);
        RateLimitResponse given = RateLimitResponse.parseFrom(doors.wire.call(ENVOY, request));
        assertThat(given.getOverallCode()).isEqualTo(RateLimitResponse.Code.OK);
        assertThat(doors.limiter.lastAsked().descriptors().get(0).giveBack()).isTrue();
        assertThat(answer(asking(account("a"))).getStatuses(0).getLimitRemaining())
                .isEqualTo(2);
    }

    @Test
    void theGreatestHitsAreCountedAndMoreAreRefusedByName() throws IOException {
        RateLimitRequest most =
                asking(account("a")).toBuilder().setHitsAddend(-1).build();
        assertThat(answer(most).getOverallCode()).isEqualTo(RateLimitResponse.Code.OVER_LIMIT);
        assertThat(doors.limiter.lastAsked().hits()).isEqualTo(4_294_967_295L);
        for (long hits : new long[] {4_294_967_296L, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            RateLimitDescriptor greedy =
                    account("a").toBuilder().setHitsAddend(UInt64Value.of(hits)).build();
            StatusRuntimeException failure = failure(ENVOY, asking(greedy).toByteArray());
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(failure.getStatus().getDescription()).contains(Long.toUnsignedString(hits));
        }
    }

    @Test
    void tooManyDescriptorsEntriesOrCharactersAreInvalid() {
        RateLimitRequest.Builder many = RateLimitRequest.newBuilder().setDomain("llm");
        for (int i = 0; i < 10_000; i++) {
            many.addDescriptors(account("a"));
        }
        assertThat(status(ENVOY, many.build().toByteArray())).isEqualTo(Status.Code.INVALID_ARGUMENT);
        RateLimitDescriptor.Builder deep = RateLimitDescriptor.newBuilder();
        for (int i = 0; i < 33; i++) {
            deep.addEntries(RateLimitDescriptor.Entry.newBuilder().setKey("k"));
        }
        assertThat(status(ENVOY, asking(deep.build()).toByteArray())).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status(ENVOY, asking(account("x".repeat(4_097))).toByteArray()))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        RateLimitRequest elsewhere =
                asking(account("a")).toBuilder().setDomain("d".repeat(257)).build();
        assertThat(status(ENVOY, elsewhere.toByteArray())).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(doors.limiter.timesAsked()).isZero();
    }

    @Test
    void aMessageThatIsTooLongIsRefusedBeforeItIsRead() {
        assertThat(status(ENVOY, asking(account("x".repeat(300_000))).toByteArray()))
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(doors.limiter.timesAsked()).isZero();
    }

    @Test
    void textThatIsNoUtf8IsInvalid() {
        byte[] request = asking(account("abc")).toByteArray();
        byte[] broken = request.clone();
        broken[request.length - 1] = (byte) 0xff;
        assertThat(status(ENVOY, broken)).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void fieldsOfALaterEnvoyAreNoFault() throws IOException {
        byte[] later = concat(asking(account("a")).toByteArray(), new byte[] {(byte) 0xa2, 0x06, 2, 'h', 'i'});
        assertThat(RateLimitResponse.parseFrom(doors.wire.call(ENVOY, later)).getOverallCode())
                .isEqualTo(RateLimitResponse.Code.OK);
    }

    @Test
    void anUnknownMethodIsUnimplemented() {
        assertThat(status("envoy.service.ratelimit.v3.RateLimitService/Nothing", new byte[0]))
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void anyBytesHaveAnAnswerThatIsNotUnknown() {
        Random random = new Random(41);
        byte[] good = asking(account("acct-1"), account("b")).toBuilder()
                .setHitsAddend(2)
                .build()
                .toByteArray();
        Set<Status.Code> expected =
                Set.of(Status.Code.OK, Status.Code.INVALID_ARGUMENT, Status.Code.RESOURCE_EXHAUSTED);
        int invalid = 0;
        for (int round = 0; round < 1_500; round++) {
            byte[] bytes = mutated(good, random);
            for (String method : new String[] {ENVOY, REPORT, CHECK}) {
                Status.Code code = status(method, bytes);
                assertThat(code).as("%s %s", method, Arrays.toString(bytes)).isIn(expected);
                invalid += code == Status.Code.INVALID_ARGUMENT ? 1 : 0;
            }
        }
        assertThat(invalid).isPositive();
        assertThat(status(ENVOY, good)).isEqualTo(Status.Code.OK);
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] bytes = random.nextInt(8) == 0
                ? new byte[random.nextInt(64)]
                : Arrays.copyOf(good, 1 + random.nextInt(good.length));
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static RateLimitRequest asking(RateLimitDescriptor... descriptors) {
        return RateLimitRequest.newBuilder()
                .setDomain("llm")
                .addAllDescriptors(Arrays.asList(descriptors))
                .build();
    }

    private static RateLimitDescriptor account(String id) {
        return RateLimitDescriptor.newBuilder()
                .addEntries(
                        RateLimitDescriptor.Entry.newBuilder().setKey("account").setValue(id))
                .build();
    }

    private RateLimitResponse answer(RateLimitRequest request) throws IOException {
        return RateLimitResponse.parseFrom(doors.wire.call(ENVOY, request.toByteArray()));
    }

    private Status.Code status(String method, byte[] message) {
        StatusRuntimeException failure =
                catchThrowableOfType(StatusRuntimeException.class, () -> doors.wire.call(method, message));
        return failure == null ? Status.Code.OK : failure.getStatus().getCode();
    }

    private StatusRuntimeException failure(String method, byte[] message) {
        StatusRuntimeException failure =
                catchThrowableOfType(StatusRuntimeException.class, () -> doors.wire.call(method, message));
        assertThat(failure).as(method).isNotNull();
        return failure;
    }

    private static byte[] concat(byte[] one, byte[] other) throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(one);
        both.write(other);
        return both.toByteArray();
    }
}
