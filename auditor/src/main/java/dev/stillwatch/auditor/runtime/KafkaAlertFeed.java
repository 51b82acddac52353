// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.auditor.query.AlertEvent;
import dev.stillwatch.auditor.query.AlertFeed;
import dev.stillwatch.auditor.query.AlertPosition;
import dev.stillwatch.auditor.query.AlertReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Alerts of committed transactions, read from their topic; every reading has a consumer of its own, in no group. */
public final class KafkaAlertFeed implements AlertFeed {
    private static final int BATCH = 500;

    private final String bootstrapServers;
    private final String topic;

    /**
     * A feed.
     *
     * @param bootstrapServers the cluster
     * @param topic name of the topic of alerts on it
     */
    public KafkaAlertFeed(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    @Override
    public AlertReading fromOldest() {
        return after(AlertPosition.of(Map.of()));
    }

    @Override
    public AlertReading fromNow() {
        Consumer<byte[], byte[]> consumer = consumer();
        consumer.seekToEnd(consumer.assignment());
        return new Reading(consumer);
    }

    @Override
    public AlertReading after(AlertPosition position) {
        Consumer<byte[], byte[]> consumer = consumer();
        consumer.seekToBeginning(consumer.assignment());
        for (TopicPartition partition : consumer.assignment()) {
            Long next = position.next().get(partition.partition());
            if (next != null) {
                consumer.seek(partition, next);
            }
        }
        return new Reading(consumer);
    }

    private Consumer<byte[], byte[]> consumer() {
        Consumer<byte[], byte[]> consumer = CommittedConsumer.on(bootstrapServers, Map.of("max.poll.records", BATCH));
        CommittedConsumer.assignAll(consumer, topic);
        return consumer;
    }

    private static final class Reading implements AlertReading {
        private final Consumer<byte[], byte[]> consumer;

        private Reading(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public List<AlertEvent> poll(Duration atMost) {
            List<AlertEvent> events = new ArrayList<>();
            try {
                consumer.poll(atMost)
                        .forEach(r -> events.add(new AlertEvent(
                                r.partition(),
                                r.offset(),
                                r.key() == null ? "" : new String(r.key(), StandardCharsets.UTF_8),
                                r.value() == null ? "{}" : new String(r.value(), StandardCharsets.UTF_8))));
            } catch (InterruptException e) {
                // The thread's interrupt flag is set again by the consumer: the caller's loop ends on it.
                return List.of();
            }
            return events;
        }

        @Override
        public AlertPosition position() {
            Map<Integer, Long> next = new HashMap<>();
            consumer.assignment().forEach(p -> next.put(p.partition(), consumer.position(p)));
            return AlertPosition.of(next);
        }

        @Override
        public AlertPosition end() {
            Map<Integer, Long> next = new HashMap<>();
            consumer.endOffsets(consumer.assignment()).forEach((p, offset) -> next.put(p.partition(), offset));
            return AlertPosition.of(next);
        }

        @Override
        public void close() {
            // An interrupted thread would close its connections badly and complain at length.
            boolean interrupted = Thread.interrupted();
            consumer.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
