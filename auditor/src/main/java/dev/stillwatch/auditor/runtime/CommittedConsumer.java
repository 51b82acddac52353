// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers of committed records that join no group and commit nothing. */
final class CommittedConsumer {
    private CommittedConsumer() {}

    /**
     * A consumer without partitions. What retention removed is gone: it goes on with the oldest record kept.
     *
     * @param more settings beside those of every such consumer
     */
    static Consumer<byte[], byte[]> on(String bootstrapServers, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Gives it all partitions that a topic has now. */
    static void assignAll(Consumer<byte[], byte[]> consumer, String topic) {
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList());
    }
}
