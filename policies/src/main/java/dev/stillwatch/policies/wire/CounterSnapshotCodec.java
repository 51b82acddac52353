// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.policies.wire;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.proto.BucketMessage;
import dev.stillwatch.policies.proto.CounterSnapshotMessage;
import dev.stillwatch.policies.proto.WindowMessage;
import dev.stillwatch.policies.snapshot.CounterId;
import dev.stillwatch.policies.snapshot.CounterSnapshot;
import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.policies.wire.WireException.Fault;

/**
 * Values of {@code stillwatch.buckets}, each with a tag under the deployment's key: whoever can write to the topic still
 * cannot hand out a full bucket, nor empty anybody's. The counter is inside the tag; a reader compares it with the
 * record's key.
 */
public final class CounterSnapshotCodec implements Codec<CounterSnapshot> {
    private static final String PURPOSE = "counter-snapshot";
    private static final int NO_UNIT = -1;

    private final SealedEnvelope envelope;

    /** A codec that tags with the key and accepts its tags and those of the keys that it followed. */
    public CounterSnapshotCodec(DeploymentKey key) {
        this.envelope = new SealedEnvelope(Kind.COUNTER_SNAPSHOT, PURPOSE, key, key.earlier());
    }

    @Override
    public byte[] encode(CounterSnapshot snapshot) {
        CounterSnapshotMessage.Builder message = CounterSnapshotMessage.newBuilder()
                .setCounterHigh(snapshot.counter().high())
                .setCounterLow(snapshot.counter().low())
                .setFlagged(snapshot.flagged())
                .setAsOf(snapshot.asOf());
        if (snapshot.state() instanceof CounterState.Window window) {
            message.setWindow(message(window));
        } else if (snapshot.state() instanceof CounterState.Bucket bucket) {
            message.setBucket(message(bucket));
        }
        return envelope.seal(message.build());
    }

    @Override
    public CounterSnapshot decode(byte[] bytes) throws WireException {
        CounterSnapshotMessage message = envelope.open(CounterSnapshotMessage.parser(), bytes);
        return new CounterSnapshot(
                new CounterId(message.getCounterHigh(), message.getCounterLow()),
                message.getFlagged(),
                instant(message.getAsOf()),
                state(message));
    }

    private static CounterState state(CounterSnapshotMessage message) throws WireException {
        return switch (message.getStateCase()) {
            case WINDOW -> window(message.getWindow());
            case BUCKET -> bucket(message.getBucket());
            case STATE_NOT_SET ->
                throw new WireException(Fault.OUT_OF_RANGE, "no state of a kind that this build knows");
        };
    }

    private static WindowMessage message(CounterState.Window window) {
        return WindowMessage.newBuilder()
                .setStart(window.start())
                .setSpan(window.span())
                .setCount(window.count())
                .build();
    }

    private static CounterState window(WindowMessage message) throws WireException {
        long start = instant(message.getStart());
        long span = Ranges.atLeastOne(Ranges.atMost(message.getSpan(), CounterState.NEVER - start, "span"), "span");
        return new CounterState.Window(start, span, Ranges.atMost(message.getCount(), CounterState.MOST, "count"));
    }

    private static BucketMessage message(CounterState.Bucket bucket) {
        BucketMessage.Builder message = BucketMessage.newBuilder()
                .setLevel(bucket.level())
                .setCapacity(bucket.capacity())
                .setAt(bucket.at())
                .setFullAfter(bucket.full() - bucket.at());
        if (bucket.unitLeft() >= 0) {
            message.setUnitLeft(bucket.unitLeft());
        }
        return message.build();
    }

    private static CounterState bucket(BucketMessage message) throws WireException {
        long capacity = Ranges.atMost(message.getCapacity(), CounterState.MOST, "capacity");
        long at = instant(message.getAt());
        return new CounterState.Bucket(
                Ranges.atMost(message.getLevel(), capacity, "level"),
                capacity,
                at,
                at + Ranges.atMost(message.getFullAfter(), CounterState.NEVER - at, "time until full"),
                message.hasUnitLeft() ? Ranges.atMost(message.getUnitLeft(), CounterState.MOST, "rest") : NO_UNIT);
    }

    private static long instant(long value) throws WireException {
        return Ranges.atMost(value, CounterState.NEVER, "instant");
    }
}
