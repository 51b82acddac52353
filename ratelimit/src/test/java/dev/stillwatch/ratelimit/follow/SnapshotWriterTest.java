// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.snapshot.CounterId;
import dev.stillwatch.policies.snapshot.CounterSnapshot;
import dev.stillwatch.policies.snapshot.CounterState;
import dev.stillwatch.policies.wire.CounterSnapshotCodec;
import dev.stillwatch.policies.wire.WireException;
import dev.stillwatch.ratelimit.TestClock;
import dev.stillwatch.ratelimit.count.BucketPlan;
import dev.stillwatch.ratelimit.count.CounterKey;
import dev.stillwatch.ratelimit.count.Counters;
import dev.stillwatch.ratelimit.decide.Entry;
import dev.stillwatch.ratelimit.decide.Unit;
import dev.stillwatch.ratelimit.snapshot.SnapshotSweep;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was counted on its way to the topic, without a broker. */
@Timeout(60)
final class SnapshotWriterTest {
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);

    private final TestClock clock = new TestClock();
    private final KnownCounters known = new KnownCounters(KEY, clock, 10);
    private final Counters counters = new Counters(clock, 1_000, known);
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    /** A span is a day, so that only closing writes. */
    private SnapshotWriter writer(int most) {
        return new SnapshotWriter(
                producer, KEY, new SnapshotSweep(List.of(counters.round()), 86_400_000, most), known, clock);
    }

    private void take(String value) {
        // A day's refill and more is missing, so that it is worth telling.
        BucketPlan slow = new BucketPlan(Unit.YEAR, 60, 100, false);
        counters.take(new CounterKey("d", List.of(new Entry("k", value)), slow), slow, 70);
    }

    @Test
    void whatWasCountedIsWrittenWhenItClosesHoweverLittleALookMayTell() throws WireException {
        for (int i = 0; i < 25; i++) {
            take("v" + i);
        }
        SnapshotWriter writer = writer(10);
        clock.move(Duration.ofSeconds(5));
        assertThat(writer.age()).isEqualTo(5_000);
        writer.begin();
        writer.close();

        Set<CounterId> ids = new HashSet<>();
        for (ProducerRecord<byte[], byte[]> record : producer.history()) {
            assertThat(record.topic()).isEqualTo("stillwatch.buckets");
            CounterSnapshot snapshot = new CounterSnapshotCodec(KEY).decode(record.value());
            assertThat(snapshot.counter()).isEqualTo(CounterId.of(record.key()));
            assertThat(snapshot.flagged()).isFalse();
            assertThat(snapshot.state()).isInstanceOf(CounterState.Bucket.class);
            ids.add(snapshot.counter());
        }
        assertThat(ids).hasSize(25);
        assertThat(writer.written()).isEqualTo(25);
        assertThat(writer.dropped()).isZero();
        assertThat(writer.age()).isZero();
    }

    @Test
    void whatTheClusterDoesNotTakeIsDroppedAndItsAgeGrows() {
        for (int i = 0; i < 5; i++) {
            take("v" + i);
        }
        producer.sendException = new TimeoutException("no metadata");
        SnapshotWriter writer = writer(10);
        clock.move(Duration.ofSeconds(5));
        writer.begin();
        writer.close();
        assertThat(writer.written()).isZero();
        assertThat(writer.dropped()).isEqualTo(5);
        assertThat(writer.age()).isEqualTo(5_000);
    }

    @Test
    void aClockThatWasAheadHidesNoAge() {
        clock.move(Duration.ofHours(5));
        SnapshotWriter writer = writer(10);
        clock.move(Duration.ofHours(-5));
        take("v");
        writer.begin();
        writer.close();
        clock.move(Duration.ofSeconds(5));
        assertThat(writer.age()).isEqualTo(5_000);
    }

    @Test
    void whatNobodyEndedIsEndedInItsPlace() {
        CounterId id = new CounterId(1, 2);
        known.put(new CounterSnapshot(id, false, 1, new CounterState.Bucket(1, 2, 1, 2, -1)));
        SnapshotWriter writer = writer(10);
        clock.move(Duration.ofMinutes(1));
        writer.begin();
        writer.close();
        assertThat(producer.history()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo(id.bytes());
            assertThat(record.value()).isNull();
        });
    }

    @Test
    void whatIsOverduePutsNoMoreWaitingOnAClusterThatTakesNothing() {
        take("v");
        known.put(new CounterSnapshot(new CounterId(1, 2), false, 1, new CounterState.Bucket(1, 2, 1, 2, -1)));
        producer.sendException = new TimeoutException("no metadata");
        SnapshotWriter writer = writer(10);
        clock.move(Duration.ofMinutes(1));
        writer.begin();
        writer.close();
        assertThat(writer.dropped()).isEqualTo(1);
    }

    @Test
    void aNameIsNotOnTheTopic() {
        take("sk-secret");
        SnapshotWriter writer = writer(10);
        writer.begin();
        writer.close();
        ProducerRecord<byte[], byte[]> record = producer.history().get(0);
        assertThat(new String(record.value(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("secret");
        assertThat(record.key()).hasSize(16);
    }
}
