// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.snapshot.CounterId;
import dev.stillwatch.policies.snapshot.CounterSnapshot;
import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.CounterSnapshotCodec;
import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.snapshot.CounterName;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which records say what a counter had: one test a fault. */
final class SnapshotFollowerTest {
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);
    private static final CounterName NAME = new CounterName(CounterName.Kind.LIMIT, List.of("a"));
    private static final CounterId ID = new CounterIds(KEY).of(NAME);

    private final TestClock clock = new TestClock();
    private final KnownCounters known = new KnownCounters(KEY, clock, 3);
    private final SnapshotFollower follower =
            new SnapshotFollower("broker:9092", () -> new MockConsumer<>("earliest"), KEY, known);

    private CounterSnapshot snapshot(CounterId id, boolean flagged, long level) {
        long now = clock.millis();
        return new CounterSnapshot(id, flagged, now, new CounterState.Bucket(level, 10, now, now + 60_000, -1));
    }

    private static CounterName name(CounterName.Kind kind, int number) {
        return new CounterName(kind, List.of("k" + number));
    }

    private void read(byte @Nullable [] key, byte @Nullable [] value) {
        follower.take(new ConsumerRecord<>(Topic.BUCKETS.topicName(), 0, 0, key, value));
    }

    private void read(CounterSnapshot snapshot) {
        read(snapshot.counter().bytes(), new CounterSnapshotCodec(KEY).encode(snapshot));
    }

    private long level() {
        return known.last(NAME)
                .map(state -> ((CounterState.Bucket) state).level())
                .orElse(-1L);
    }

    @Test
    void theLatestStateIsKnown() {
        read(snapshot(ID, false, 5));
        clock.move(Duration.ofSeconds(1));
        read(snapshot(ID, false, 3));
        assertThat(level()).isEqualTo(3);
        assertThat(follower.read()).isEqualTo(2);
        assertThat(follower.refused()).isZero();
        assertThat(known.last(name(CounterName.Kind.LIMIT, 1))).isEmpty();
    }

    @Test
    void aStateThatAnotherKeyTaggedIsIgnored() {
        byte[] secret = new byte[32];
        secret[0] = 1;
        read(ID.bytes(), new CounterSnapshotCodec(DeploymentKey.of(1, secret)).encode(snapshot(ID, true, 10)));
        assertThat(known.size()).isZero();
        assertThat(follower.refused()).isEqualTo(1);
    }

    @Test
    void keysThatAreNoneAreIgnored() {
        byte[] value = new CounterSnapshotCodec(KEY).encode(snapshot(ID, false, 5));
        read(null, value);
        read(new byte[0], value);
        read(new byte[15], null);
        read(new byte[1 << 16], value);
        read(new CounterId(1, 1).bytes(), value);
        assertThat(known.size()).isZero();
        assertThat(follower.refused()).isEqualTo(5);
    }

    @Test
    void valuesThatAreNoneAreIgnored() {
        Random random = new Random(1);
        byte[] honest = new CounterSnapshotCodec(KEY).encode(snapshot(ID, false, 5));
        for (int i = 0; i < 5_000; i++) {
            byte[] value = honest.clone();
            value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
            read(ID.bytes(), value);
        }
        byte[] otherKind = honest.clone();
        otherKind[1] = 99;
        read(ID.bytes(), otherKind);
        read(ID.bytes(), new byte[0]);
        assertThat(known.size()).isZero();
        assertThat(follower.refused()).isEqualTo(5_002);
    }

    @Test
    void anOldRecordCopiedToTheEndChangesNothing() {
        CounterSnapshot old = snapshot(ID, true, 9);
        read(old);
        clock.move(Duration.ofSeconds(1));
        read(snapshot(ID, true, 0));
        read(old);
        assertThat(level()).isZero();
    }

    @Test
    void aStateFromTheFutureStandsInNobodysWay() {
        clock.move(Duration.ofHours(5));
        read(snapshot(ID, false, 9));
        clock.move(Duration.ofHours(-5));
        read(snapshot(ID, false, 0));
        assertThat(level()).isZero();
    }

    @Test
    void aRecordWithoutAValueEndsOnlyWhatIsOver() {
        read(snapshot(ID, false, 5));
        read(ID.bytes(), null);
        clock.move(Duration.ofSeconds(54));
        read(ID.bytes(), null);
        assertThat(level()).isEqualTo(5);
        assertThat(follower.early()).isEqualTo(2);

        clock.move(Duration.ofSeconds(6));
        read(ID.bytes(), null);
        read(ID.bytes(), null);
        assertThat(known.last(NAME)).isEmpty();
        assertThat(follower.early()).isEqualTo(2);
        assertThat(follower.refused()).isZero();
    }

    @Test
    void anEndByAClockThatIsSecondsAheadIsBelieved() {
        read(snapshot(ID, false, 5));
        clock.move(Duration.ofSeconds(56));
        read(ID.bytes(), null);
        assertThat(known.last(NAME)).isEmpty();
        assertThat(follower.early()).isZero();
    }

    @Test
    void theFlaggedStayAndTheEldestOfTheOthersGo() {
        CounterIds ids = new CounterIds(KEY);
        for (int i = 0; i < 2; i++) {
            read(snapshot(ids.of(name(CounterName.Kind.PLAN, i)), true, 1));
        }
        for (int i = 0; i < 5; i++) {
            read(snapshot(ids.of(name(CounterName.Kind.LIMIT, i)), false, 1));
        }
        assertThat(known.size()).isEqualTo(3);
        assertThat(known.last(name(CounterName.Kind.PLAN, 0))).isPresent();
        assertThat(known.last(name(CounterName.Kind.PLAN, 1))).isPresent();
        assertThat(known.last(name(CounterName.Kind.LIMIT, 3))).isEmpty();
        assertThat(known.last(name(CounterName.Kind.LIMIT, 4))).isPresent();

        for (int i = 2; i < 5; i++) {
            read(snapshot(ids.of(name(CounterName.Kind.PLAN, i)), true, 1));
        }
        read(snapshot(ids.of(name(CounterName.Kind.LIMIT, 5)), false, 1));
        assertThat(known.size()).isEqualTo(3);
        assertThat(known.last(name(CounterName.Kind.PLAN, 4))).isPresent();
        assertThat(known.last(name(CounterName.Kind.PLAN, 1))).isEmpty();
        assertThat(known.last(name(CounterName.Kind.LIMIT, 5))).isEmpty();
    }

    @Test
    void afterTheKeyWasChangedWhatWasToldUnderTheOldOneIsKnown() {
        byte[] secret = new byte[32];
        secret[0] = 1;
        DeploymentKey next = KEY.followedBy(2, secret, 86_400_000);
        KnownCounters after = new KnownCounters(next, clock, 3);
        SnapshotFollower reading = new SnapshotFollower("b:1", () -> new MockConsumer<>("earliest"), next, after);
        reading.take(new ConsumerRecord<>(
                "t", 0, 0, ID.bytes(), new CounterSnapshotCodec(KEY).encode(snapshot(ID, false, 5))));
        assertThat(after.last(NAME)).isPresent();
    }
}
