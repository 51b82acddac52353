// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.latency;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When a read_committed reader of a topic saw the n-th record of each key, by the wall clock. */
final class Sightings implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Thread thread;

    private Sightings(KafkaConsumer<byte[], byte[]> consumer, int nth, String topic) {
        this.thread = new Thread(() -> read(consumer, nth), "sightings-" + topic);
    }

    /** Reads a topic of one partition from now on. */
    static Sightings of(String bootstrapServers, String topic, int nth) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
        consumer.assign(partition);
        consumer.seekToBeginning(partition);
        Sightings sightings = new Sightings(consumer, nth, topic);
        sightings.thread.start();
        return sightings;
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer, int nth) {
        try (consumer) {
            while (open.get()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    long now = System.currentTimeMillis();
                    if (record.key() != null) {
                        String key = new String(record.key(), StandardCharsets.UTF_8);
                        if (counts.merge(key, 1, Integer::sum) == nth) {
                            seen.put(key, now);
                        }
                    }
                }
            }
        }
    }

    /** When the key's record was seen, milliseconds since 1970. */
    Optional<Long> when(String key) {
        return Optional.ofNullable(seen.get(key));
    }

    @Override
    public void close() {
        open.set(false);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
