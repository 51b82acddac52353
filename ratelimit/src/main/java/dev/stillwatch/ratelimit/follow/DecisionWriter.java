// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.LimitDecisionCodec;
import dev.stillwatch.ratelimit.record.DecisionLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes decisions to their topic once a second, by a thread of its own. A record that the cluster does not take is
 * counted as dropped, and the next record says so; answers never wait for any of this.
 */
public final class DecisionWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecisionWriter.class);
    private static final long SPAN_MILLIS = 1_000;
    private static final int BATCH = 1_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final DecisionLog log;
    private final Producer<byte[], byte[]> producer;
    private final LimitDecisionCodec codec = new LimitDecisionCodec();
    private final Deque<LimitDecision> waiting = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Thread thread;

    DecisionWriter(Producer<byte[], byte[]> producer, DecisionLog log) {
        this.log = log;
        this.producer = producer;
        this.thread = new Thread(this::run, "decision-writer");
        this.thread.setDaemon(true);
    }

    /**
     * Begins to write.
     *
     * @param bootstrapServers the cluster
     * @param log whose decisions; nobody else may roll or poll it
     */
    public static DecisionWriter start(String bootstrapServers, DecisionLog log) {
        DecisionWriter writer = new DecisionWriter(producer(bootstrapServers), log);
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
    public long failed() {
        return failed.get();
    }

    /** Writes what is there and ends; at most some seconds. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(LAST_WORDS);
    }

    private void run() {
        boolean last = false;
        while (!last) {
            try {
                last = closed.await(SPAN_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            log.roll();
            write();
        }
    }

    // A cluster that does not take one makes each wait a second: the rest stays where there is room for it.
    private void write() {
        long before = failed.get();
        while (failed.get() == before) {
            if (waiting.isEmpty()) {
                waiting.addAll(log.poll(BATCH));
            }
            LimitDecision next = waiting.poll();
            if (next == null) {
                return;
            }
            send(next);
        }
    }

    private void send(LimitDecision decision) {
        String key = decision.subject().isEmpty() ? decision.limiter() : decision.subject();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topic.DECISIONS.topicName(), key.getBytes(StandardCharsets.UTF_8), codec.encode(decision));
        try {
            Future<?> unused = producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    written.incrementAndGet();
                } else {
                    tellLost(decision, failure);
                }
            });
        } catch (KafkaException e) {
            tellLost(decision, e);
        }
    }

    private void tellLost(LimitDecision decision, Exception why) {
        log.lost(decision);
        long count = failed.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.warn(
                    "decisions are not written: is the broker away, or {} missing? why={} failed={}",
                    Topic.DECISIONS.topicName(),
                    why.getClass().getSimpleName(),
                    count);
        }
    }

    private static Producer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "linger.ms",
                20,
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
