// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.snapshot.CounterId;
import dev.stillwatch.policies.snapshot.CounterSnapshot;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.CounterSnapshotCodec;
import dev.stillwatch.ratelimit.snapshot.SnapshotSweep;
import dev.stillwatch.ratelimit.snapshot.Telling;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was counted to its topic once a span, by a thread of its own, and waits until the cluster has it. What the
 * cluster does not take is counted as dropped, and everything is told again at the next look. No answer waits for any of
 * this: what waits is a mark in a counter.
 */
public final class SnapshotWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);
    private static final int MOST_OVERDUE = 1_000;
    private static final long OVERDUE = Duration.ofHours(1).toMillis();
    private static final long LOOK_FOR_OVERDUE = Duration.ofMinutes(1).toMillis();

    private final SnapshotSweep sweep;
    private final KnownCounters known;
    private final CounterIds ids;
    private final CounterSnapshotCodec codec;
    private final InstantSource wall;
    private final Producer<byte[], byte[]> producer;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean failing = new AtomicBoolean();
    private final Thread thread;
    private volatile long keptUpTo;
    private long lookedForOverdue;

    SnapshotWriter(
            Producer<byte[], byte[]> producer,
            DeploymentKey key,
            SnapshotSweep sweep,
            KnownCounters known,
            InstantSource wall) {
        this.producer = producer;
        this.ids = new CounterIds(key);
        this.codec = new CounterSnapshotCodec(key);
        this.sweep = sweep;
        this.known = known;
        this.wall = wall;
        this.keptUpTo = wall.millis();
        this.lookedForOverdue = wall.millis();
        this.thread = new Thread(this::run, "snapshot-writer");
        this.thread.setDaemon(true);
    }

    /**
     * Begins to write.
     *
     * @param bootstrapServers the cluster
     * @param key tags what is written
     * @param sweep finds what there is to write; nobody else may use it
     * @param follower knows what was written before
     */
    public static SnapshotWriter start(
            String bootstrapServers, DeploymentKey key, SnapshotSweep sweep, SnapshotFollower follower) {
        SnapshotWriter writer =
                new SnapshotWriter(producer(bootstrapServers), key, sweep, follower.known(), InstantSource.system());
        writer.begin();
        return writer;
    }

    void begin() {
        thread.start();
    }

    /** Records that the cluster took. */
    public long written() {
        return written.get();
    }

    /** Records that it did not take. */
    public long dropped() {
        return dropped.get();
    }

    /**
     * How long ago it was that the cluster had everything that was counted, in milliseconds: what a kill would lose. What
     * comes back by itself within a span is not written.
     */
    public long age() {
        return Math.max(0, wall.millis() - keptUpTo);
    }

    /** Writes what is there and ends; at most some seconds. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(LAST_WORDS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(LAST_WORDS);
    }

    private void run() {
        boolean last = false;
        while (!last) {
            try {
                last = closed.await(sweep.span(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                boolean more = write();
                while (last && more) {
                    more = write();
                }
            } catch (RuntimeException e) {
                // Whatever it was: a thread that ends would keep counters from being retired.
                LOG.warn("snapshots are not written why={}", e.getClass().getName());
                sweep.anew();
            }
        }
    }

    /** Whether something was written, so that there may be more. */
    private boolean write() {
        long now = wall.millis();
        List<Telling> told = sweep.look(now);
        long before = dropped.get();
        for (int i = 0; i < told.size(); i++) {
            if (dropped.get() != before) {
                // A cluster that takes none makes each wait: the rest is told again with everything else.
                drop(told.size() - i);
                break;
            }
            send(told.get(i), now);
        }
        endOverdue(now);
        producer.flush();
        if (dropped.get() != before) {
            sweep.anew();
            return false;
        }
        if (!told.isEmpty()) {
            tell(null);
        }
        long upTo = sweep.toldUpTo();
        if (upTo != Long.MIN_VALUE) {
            // Also where it is earlier than before: then the wall clock was ahead.
            keptUpTo = upTo;
        }
        return !told.isEmpty();
    }

    private void send(Telling telling, long now) {
        CounterId id = ids.of(telling.name());
        send(
                id,
                telling.state()
                        .map(state -> codec.encode(
                                new CounterSnapshot(id, telling.name().kind().flagged(), now, state)))
                        .orElse(null));
    }

    /** Without a value the cluster forgets the counter. */
    private void send(CounterId id, byte @Nullable [] value) {
        try {
            Future<?> unused = producer.send(
                    new ProducerRecord<>(Topic.BUCKETS.topicName(), id.bytes(), value), (metadata, failure) -> {
                        if (failure == null) {
                            written.incrementAndGet();
                        } else {
                            drop(failure);
                        }
                    });
        } catch (KafkaException e) {
            drop(e);
        }
    }

    /** What was over long ago and nobody ended belonged to a node that is gone, or to a key that nobody uses any more. */
    private void endOverdue(long now) {
        if (now - lookedForOverdue >= LOOK_FOR_OVERDUE) {
            lookedForOverdue = now;
            known.overdue(now - OVERDUE, MOST_OVERDUE).forEach(id -> send(id, null));
        }
    }

    private void drop(Exception why) {
        drop(1);
        tell(why);
    }

    /** Says it once when the cluster no longer takes records, and once when it does again. */
    private void tell(@Nullable Exception why) {
        boolean fails = why != null;
        if (!failing.compareAndSet(!fails, fails)) {
            return;
        }
        if (why != null) {
            LOG.warn(
                    "what is counted is not kept over a restart: is the broker away, or {} missing? why={} dropped={}",
                    Topic.BUCKETS.topicName(),
                    why.getClass().getSimpleName(),
                    dropped.get());
        } else {
            LOG.info("what is counted is kept over a restart again dropped={}", dropped.get());
        }
    }

    private void drop(long count) {
        dropped.addAndGet(count);
    }

    private static Producer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "linger.ms",
                5,
                "max.block.ms",
                1_000,
                "request.timeout.ms",
                5_000,
                "delivery.timeout.ms",
                10_000,
                "buffer.memory",
                8L << 20);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
