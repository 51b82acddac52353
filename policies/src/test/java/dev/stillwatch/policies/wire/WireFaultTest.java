// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stillwatch.policies.exchange.TextFeatures.Script;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.proto.BucketMessage;
import dev.stillwatch.policies.proto.CounterSnapshotMessage;
import dev.stillwatch.policies.proto.ExchangeMessage;
import dev.stillwatch.policies.proto.LimitDecisionMessage;
import dev.stillwatch.policies.proto.TickMessage;
import dev.stillwatch.policies.proto.WindowMessage;
import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.tick.ExchangeStream;
import dev.stillwatch.policies.tick.Tick;
import dev.stillwatch.policies.wire.WireException.Fault;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One test a fault. */
final class WireFaultTest {
    private final Samples samples = new Samples(1);

    @Test
    void emptyAndHeaderOnlyValuesAreMalformed() {
        assertThat(fault(new ExchangeCodec(), new byte[0])).isEqualTo(Fault.MALFORMED);
        assertThat(fault(new ExchangeStreamCodec(), new byte[] {1})).isEqualTo(Fault.MALFORMED);
        assertThat(fault(new StandingCodec(Samples.KEY), new byte[] {1, 4, 0, 0}))
                .isEqualTo(Fault.MALFORMED);
    }

    @Test
    void aCutValueIsMalformed() {
        byte[] bytes = new PolicyCodec().encode(samples.policy());
        assertThat(fault(new PolicyCodec(), Arrays.copyOf(bytes, bytes.length - 1)))
                .isEqualTo(Fault.MALFORMED);
    }

    @Test
    void aLaterVersionIsNamed() {
        byte[] bytes = new EdgeCodec().encode(samples.edge());
        bytes[0] = 2;
        assertThat(fault(new EdgeCodec(), bytes)).isEqualTo(Fault.UNKNOWN_VERSION);
    }

    @Test
    void theValueOfAnotherTopicIsNamed() {
        assertThat(fault(new RejectCodec(), new EdgeCodec().encode(samples.edge())))
                .isEqualTo(Fault.WRONG_KIND);
    }

    @Test
    void anOverlongValueIsRefusedBeforeItIsParsed() {
        byte[] bytes = new byte[(1 << 20) + 1];
        bytes[0] = 1;
        bytes[1] = 1;
        assertThat(fault(new ExchangeCodec(), bytes)).isEqualTo(Fault.TOO_LONG);
    }

    @Test
    void numbersOutsideTheirRangeAreRefused() {
        assertThat(exchange(message().setInputTokens(-1))).isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(exchange(message().setTime(-1))).isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(exchange(message().setElicitation(256))).isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(exchange(message().setScript(Script.values().length))).isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(exchange(message().addSketch(1))).isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(exchange(message().clearAccount())).isEqualTo(Fault.OUT_OF_RANGE);
        byte[] tick = Envelope.seal(
                Kind.TICK, TickMessage.newBuilder().setSource(2).setSources(2).build());
        assertThat(fault(new ExchangeStreamCodec(), tick)).isEqualTo(Fault.OUT_OF_RANGE);
        byte[] nothing = Envelope.seal(
                Kind.LIMIT_DECISION,
                LimitDecisionMessage.newBuilder()
                        .setLimiter("a")
                        .setSpanMillis(1)
                        .build());
        assertThat(fault(new LimitDecisionCodec(), nothing)).isEqualTo(Fault.OUT_OF_RANGE);
    }

    @Test
    void countersThatNoLimiterHasAreRefusedThoughTheirTagIsRight() {
        assertThat(snapshot(CounterSnapshotMessage.newBuilder())).isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(snapshot(CounterSnapshotMessage.newBuilder()
                        .setWindow(WindowMessage.newBuilder().setStart(1))))
                .isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(snapshot(CounterSnapshotMessage.newBuilder()
                        .setWindow(WindowMessage.newBuilder().setSpan(1).setCount(-1))))
                .isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(snapshot(CounterSnapshotMessage.newBuilder()
                        .setWindow(WindowMessage.newBuilder().setStart(5).setSpan(Long.MAX_VALUE))))
                .isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(snapshot(CounterSnapshotMessage.newBuilder()
                        .setBucket(BucketMessage.newBuilder().setLevel(3).setCapacity(2))))
                .isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(snapshot(CounterSnapshotMessage.newBuilder()
                        .setBucket(BucketMessage.newBuilder().setCapacity(Long.MAX_VALUE))))
                .isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(snapshot(CounterSnapshotMessage.newBuilder()
                        .setBucket(BucketMessage.newBuilder().setAt(1).setFullAfter(CounterState.NEVER))))
                .isEqualTo(Fault.OUT_OF_RANGE);
        assertThat(snapshot(CounterSnapshotMessage.newBuilder()
                        .setAsOf(Long.MIN_VALUE)
                        .setBucket(BucketMessage.getDefaultInstance())))
                .isEqualTo(Fault.OUT_OF_RANGE);
    }

    private static Fault snapshot(CounterSnapshotMessage.Builder message) {
        SealedEnvelope envelope = new SealedEnvelope(Kind.COUNTER_SNAPSHOT, "counter-snapshot", Samples.KEY, List.of());
        return fault(new CounterSnapshotCodec(Samples.KEY), envelope.seal(message.build()));
    }

    @Test
    void aSnapshotOfAnotherKeyIsUnverified() {
        byte[] secret = new byte[32];
        secret[0] = 1;
        byte[] forged = new CounterSnapshotCodec(DeploymentKey.of(3, secret))
                .encode(samples.limiter().bucketSnapshot());
        assertThat(fault(new CounterSnapshotCodec(Samples.KEY), forged)).isEqualTo(Fault.UNVERIFIED);
    }

    @Test
    void aForgedAlteredOrReplacedTagIsUnverified() {
        StandingCodec codec = new StandingCodec(Samples.KEY);
        byte[] altered = codec.encode(samples.standing());
        altered[altered.length - 1] ^= 1;
        assertThat(fault(codec, altered)).isEqualTo(Fault.UNVERIFIED);

        byte[] otherKey = new StandingCodec(DeploymentKey.of(3, new byte[33])).encode(samples.standing());
        byte[] sameBits = otherKey.clone();
        sameBits[10] ^= 1;
        assertThat(fault(codec, sameBits)).isEqualTo(Fault.UNVERIFIED);
    }

    @Test
    void anAccountNameCannotBeMovedFromAnActIntoAStanding() {
        byte[] act = new ActCodec(Samples.KEY).encode(samples.act());
        act[1] = Kind.STANDING.code();
        assertThat(fault(new StandingCodec(Samples.KEY), act)).isEqualTo(Fault.UNVERIFIED);
    }

    @Test
    void tagsOfAnEarlierEpochVerifyOnlyWhenItsKeyIsAtHand() throws WireException {
        Standing standing = samples.standing();
        byte[] bytes = new StandingCodec(Samples.KEY).encode(standing);
        byte[] secret = new byte[32];
        secret[0] = 1;
        DeploymentKey next = DeploymentKey.of(4, secret);
        assertThat(fault(new StandingCodec(next), bytes)).isEqualTo(Fault.UNVERIFIED);
        assertThat(new StandingCodec(next, List.of(Samples.KEY)).decode(bytes)).isEqualTo(standing);
        DeploymentKey following = Samples.KEY.followedBy(4, secret, 0);
        assertThat(new StandingCodec(following).decode(bytes)).isEqualTo(standing);
    }

    @Test
    void anArrivalHasTheBytesOfItsExchange() {
        var exchange = samples.exchange();
        assertThat(new ExchangeStreamCodec().encode(new ExchangeStream.Arrival(exchange)))
                .isEqualTo(new ExchangeCodec().encode(exchange));
    }

    @Test
    void theTimeOfAnArrivalIsReadWithoutTheRest() throws WireException {
        ExchangeStreamCodec codec = new ExchangeStreamCodec();
        var exchange = samples.exchange();
        assertThat(codec.arrivalTime(codec.encode(new ExchangeStream.Arrival(exchange))))
                .hasValue(exchange.time());
        assertThat(codec.arrivalTime(codec.encode(Tick.end(0, 1)))).isEmpty();
        byte[] timeless = Envelope.seal(Kind.EXCHANGE, message().build());
        assertThat(codec.arrivalTime(timeless)).as("zero is not written").hasValue(0);
        assertThat(catchThrowableOfType(WireException.class, () -> codec.arrivalTime(Arrays.copyOf(timeless, 3)))
                        .fault())
                .isEqualTo(Fault.MALFORMED);
    }

    @Test
    void aProbeOfAnotherDeploymentIsNoEvidence() {
        byte[] secret = new byte[32];
        secret[0] = 1;
        byte[] foreign = new ProbeCodec(DeploymentKey.of(3, secret))
                .encode(samples.limiter().probe());
        assertThat(fault(new ProbeCodec(Samples.KEY), foreign)).isEqualTo(Fault.UNVERIFIED);
    }

    private static ExchangeMessage.Builder message() {
        return ExchangeMessage.newBuilder().setAccount("a");
    }

    private static Fault exchange(ExchangeMessage.Builder message) {
        return fault(new ExchangeCodec(), Envelope.seal(Kind.EXCHANGE, message.build()));
    }

    private static Fault fault(Codec<?> codec, byte[] bytes) {
        return catchThrowableOfType(WireException.class, () -> codec.decode(bytes))
                .fault();
    }
}
