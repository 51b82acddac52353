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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
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
    private static final int LINGER_MILLIS = 5;
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);
    private static final int MOST_OVERDUE = 1_000;
    private static final long OVERDUE = Duration.ofHours(1).toMillis();
    private static final long LOOK_FOR_OVERDUE = Duration.ofMinutes(1).toMillis();

    private final SnapshotSweep sweep;
    private final KnownCounters known;
    private final CounterIds ids;
    private final CounterSnapshotCodec codec;
    private final InstantSource wall;
    private final TopicWriter writer;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile long keptUpTo;
    private long lookedForOverdue;

    SnapshotWriter(
            Producer<byte[], byte[]> producer,
            DeploymentKey key,
            SnapshotSweep sweep,
            KnownCounters known,
            InstantSource wall) {
        this.writer = new TopicWriter("snapshots of what was counted", Topic.BUCKETS, producer);
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
        SnapshotWriter writer = new SnapshotWriter(
                TopicWriter.producer(bootstrapServers, LINGER_MILLIS),
                key,
                sweep,
                follower.known(),
                InstantSource.system());
        writer.begin();
        return writer;
    }

    void begin() {
        thread.start();
    }

    /** Records that the cluster took. */
    public long written() {
        return writer.written();
    }

    /** Records that it did not take. */
    public long dropped() {
        return writer.dropped();
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
        writer.close();
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
        long before = writer.dropped();
        for (int i = 0; i < told.size(); i++) {
            if (writer.dropped() != before) {
                // A cluster that takes none makes each wait: the rest is told again with everything else.
                writer.drop(told.size() - i);
                break;
            }
            send(told.get(i), now);
        }
        writer.flush();
        if (writer.dropped() == before) {
            endOverdue(now);
        }
        writer.endRound();
        if (writer.dropped() != before) {
            sweep.anew();
            return false;
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
        writer.send(id.bytes(), value, () -> {});
    }

    /** What was over long ago and nobody ended belonged to a node that is gone, or to a key that nobody uses any more. */
    private void endOverdue(long now) {
        if (now - lookedForOverdue >= LOOK_FOR_OVERDUE) {
            lookedForOverdue = now;
            known.overdue(now - OVERDUE, MOST_OVERDUE).forEach(id -> send(id, null));
            writer.flush();
        }
    }
}
