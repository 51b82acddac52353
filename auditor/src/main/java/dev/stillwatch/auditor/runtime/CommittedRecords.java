// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.auditor.processor.Rereading;
import dev.stillwatch.policies.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads records that the application has committed, once more, with a consumer of its own that joins no group and
 * commits nothing. Read committed: what an aborted transaction wrote is not there.
 */
final class CommittedRecords implements Rereading {
    private static final Duration POLL = Duration.ofMillis(200);

    private final AuditorSettings settings;

    CommittedRecords(AuditorSettings settings) {
        this.settings = settings;
    }

    @Override
    public void read(Topic topic, int partition, long from, Sink sink) {
        TopicPartition records = new TopicPartition(settings.topic(topic), partition);
        Map<String, Object> properties = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.bootstrapServers(),
                // Only to ask where the group stands; a member it never becomes.
                ConsumerConfig.GROUP_ID_CONFIG,
                settings.applicationId(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                // What retention has taken is gone for whoever reads the topic.
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            OffsetAndMetadata committed = consumer.committed(Set.of(records)).get(records);
            if (committed == null || committed.offset() <= from) {
                return;
            }
            consumer.assign(List.of(records));
            consumer.seek(records, from);
            while (consumer.position(records) < committed.offset()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (record.offset() < committed.offset() && record.key() != null && record.value() != null) {
                        sink.take(record.offset(), record.key(), record.value());
                    }
                }
            }
        }
    }
}
