// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import dev.stillwatch.policies.topic.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
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
 * Puts records on one topic and counts what became of them. It says once when the cluster no longer takes them and once
 * when it does again. Of a cluster that is away a record waits a second for being taken up and ten for being taken. For
 * one thread; counts are for any.
 */
final class TopicWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWriter.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final String what;
    private final Topic topic;
    private final Producer<byte[], byte[]> producer;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean failing = new AtomicBoolean();
    private long writtenBefore;
    private long droppedBefore;

    /**
     * A writer.
     *
     * @param what is written, in words for the log
     */
    TopicWriter(String what, Topic topic, Producer<byte[], byte[]> producer) {
        this.what = what;
        this.topic = topic;
        this.producer = producer;
    }

    /**
     * Writes to a cluster when it is there.
     *
     * @param linger how long a record waits for others to go with it, milliseconds
     */
    static Producer<byte[], byte[]> producer(String bootstrapServers, int linger) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "linger.ms",
                linger,
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

    /**
     * Hands a record over; whether the cluster took it is known later.
     *
     * @param value empty of what the cluster is to forget
     * @param whenLost what to do when the cluster did not take it, by any thread
     */
    void send(byte[] key, byte @Nullable [] value, Runnable whenLost) {
        try {
            Future<?> unused =
                    producer.send(new ProducerRecord<>(topic.topicName(), key, value), (metadata, failure) -> {
                        if (failure == null) {
                            written.incrementAndGet();
                        } else {
                            lost(failure, whenLost);
                        }
                    });
        } catch (KafkaException e) {
            lost(e, whenLost);
        }
    }

    /** Waits until the cluster has taken all that was handed over, or has not. */
    void flush() {
        producer.flush();
    }

    /** Counts records that were not even handed over. */
    void drop(long records) {
        dropped.addAndGet(records);
    }

    /** Ends a round of records: one in which the cluster took some and refused none says that it works. */
    void endRound() {
        long writtenNow = written.get();
        long droppedNow = dropped.get();
        if (writtenNow > writtenBefore && droppedNow == droppedBefore && failing.compareAndSet(true, false)) {
            LOG.info("{} are written again dropped={}", what, droppedNow);
        }
        writtenBefore = writtenNow;
        droppedBefore = droppedNow;
    }

    /** Records that the cluster took. */
    long written() {
        return written.get();
    }

    /** Records that it did not take. */
    long dropped() {
        return dropped.get();
    }

    /** Whether the cluster did not take a record, and no round has passed since in which it took all. */
    boolean isFailing() {
        return failing.get();
    }

    /** Ends; what was handed over has three seconds. */
    @Override
    public void close() {
        producer.close(LAST_WORDS);
    }

    private void lost(Exception why, Runnable whenLost) {
        whenLost.run();
        long count = dropped.incrementAndGet();
        if (failing.compareAndSet(false, true)) {
            LOG.warn(
                    "{} are not written: is the broker away, or {} missing? why={} dropped={}",
                    what,
                    topic.topicName(),
                    why.getClass().getSimpleName(),
                    count);
        }
    }
}
