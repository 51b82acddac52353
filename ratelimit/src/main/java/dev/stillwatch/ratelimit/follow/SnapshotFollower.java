// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.snapshot.CounterId;
import dev.stillwatch.policies.snapshot.CounterSnapshot;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.CounterSnapshotCodec;
import dev.stillwatch.policies.wire.WireException;
import dev.stillwatch.ratelimit.snapshot.LastStates;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads what limiters have counted, by a thread of its own, and goes on reading, because another node's keys may become
 * this one's. What does not verify is ignored and counted. Where the topic is missing or may not be read, nothing is known
 * and nothing waits for it.
 */
public final class SnapshotFollower implements AutoCloseable {
    private final CounterSnapshotCodec codec;
    private final KnownCounters known;
    private final TopicReader reader;
    private final LongAdder read = new LongAdder();
    private final Ignored refused = new Ignored();
    private final LongAdder early = new LongAdder();

    SnapshotFollower(
            String bootstrapServers,
            Supplier<Consumer<byte[], byte[]>> consumers,
            DeploymentKey key,
            KnownCounters known) {
        this.codec = new CounterSnapshotCodec(key);
        this.known = known;
        this.reader = new TopicReader(
                "snapshots", List.of(Topic.BUCKETS), bootstrapServers, consumers, (record, stored) -> take(record));
    }

    /**
     * Begins to read.
     *
     * @param bootstrapServers the cluster
     * @param key verifies what is read
     */
    public static SnapshotFollower start(String bootstrapServers, DeploymentKey key) {
        SnapshotFollower follower = new SnapshotFollower(
                bootstrapServers,
                () -> TopicReader.consumer(bootstrapServers),
                key,
                new KnownCounters(key, InstantSource.system(), KnownCounters.MOST));
        follower.begin();
        return follower;
    }

    void begin() {
        reader.begin();
    }

    /** What is known of counters. */
    public LastStates last() {
        return known;
    }

    KnownCounters known() {
        return known;
    }

    /** Whether everything that was there at the start has been read, or there is no such topic, or none that may be read. */
    public boolean isReady() {
        return reader.hasTried();
    }

    /** States read and verified. */
    public long read() {
        return read.sum();
    }

    /** Records that were ignored: not verified, not readable, or under a key that is none. */
    public long refused() {
        return refused.count();
    }

    /**
     * Ends that were ignored because what they end is not over yet. Honest ones are among them, so none is warned of:
     * whoever reads a topic again that is not compacted yet meets old ends of counters of which a later state is known. A
     * number that grows while nothing is read again says that somebody writes ends who should not.
     */
    public long early() {
        return early.sum();
    }

    /** How often the broker went away or came back. */
    public long turns() {
        return reader.turns();
    }

    /** Counters whose last state is known. */
    public int size() {
        return known.size();
    }

    @Override
    public void close() {
        reader.close();
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        if (key == null || key.length != CounterId.BYTES) {
            refused.add(record, "no counter's key");
            return;
        }
        CounterId id = CounterId.of(key);
        if (record.value() == null) {
            if (!known.end(id)) {
                early.increment();
            }
            return;
        }
        try {
            CounterSnapshot snapshot = codec.decode(record.value());
            if (!snapshot.counter().equals(id)) {
                refused.add(record, "key of another counter");
                return;
            }
            read.increment();
            known.put(snapshot);
        } catch (WireException e) {
            refused.add(record, e.fault().name());
        }
    }
}
