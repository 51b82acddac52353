// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import dev.stillwatch.policies.decision.LimitDecision;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.LimitDecisionCodec;
import dev.stillwatch.ratelimit.record.DecisionLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;

/**
 * Writes decisions to their topic once a second, by a thread of its own. A record that the cluster does not take is
 * counted as dropped, and the next record says so; answers never wait for any of this.
 */
public final class DecisionWriter implements AutoCloseable {
    private static final long SPAN_MILLIS = 1_000;
    private static final int BATCH = 1_000;
    private static final int LINGER_MILLIS = 20;

    private final DecisionLog log;
    private final TopicWriter writer;
    private final LimitDecisionCodec codec = new LimitDecisionCodec();
    private final Deque<LimitDecision> waiting = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    DecisionWriter(Producer<byte[], byte[]> producer, DecisionLog log) {
        this.log = log;
        this.writer = new TopicWriter("decisions", Topic.DECISIONS, producer);
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
        DecisionWriter writer = new DecisionWriter(TopicWriter.producer(bootstrapServers, LINGER_MILLIS), log);
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
    public long failed() {
        return writer.dropped();
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
        writer.close();
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
            writer.endRound();
        }
    }

    // A cluster that does not take one makes each wait a second: the rest stays where there is room for it.
    private void write() {
        long before = writer.dropped();
        while (writer.dropped() == before) {
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
        writer.send(key.getBytes(StandardCharsets.UTF_8), codec.encode(decision), () -> log.lost(decision));
    }
}
