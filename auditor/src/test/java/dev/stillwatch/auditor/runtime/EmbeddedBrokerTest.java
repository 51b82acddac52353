// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.policies.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    @Test
    void takesALargeRecordAndKeepsItsDataBetweenStarts(@TempDir Path directory) throws Exception {
        byte[] large = new byte[12 * 1024 * 1024];
        large[large.length - 1] = 7;
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Topics topics = new Topics(admin, "");
            assertThat(topics.missing(Topics.OF_AUDITOR)).containsExactlyInAnyOrderElementsOf(Topics.OF_AUDITOR);
            assertThat(topics.clockProblem()).as("there is none yet").isEmpty();
            topics.create(Topics.OF_AUDITOR, 2, 3, false);
            topics.create(Topics.OF_AUDITOR, 2, 3, false);
            assertThat(topics.clockProblem()).as("made by us").isEmpty();
            Topics replayed = new Topics(admin, "replay-");
            replayed.create(Set.of(Topic.USAGE), 1, 1, true);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(replayed.clockProblem())
                            .hasValueSatisfying(problem -> assertThat(problem)
                                    .contains("replay-llm.usage", "message.timestamp.type=LogAppendTime")
                                    .doesNotContain("\n")));
            assertThat(new Cluster(broker.bootstrapServers()).clockProblem()).isEmpty();
            assertThat(topics.missing(Topics.OF_AUDITOR)).isEmpty();
            assertThat(topics.partitions(Set.of(Topic.USAGE, Topic.EXCHANGES, Topic.POLICIES)))
                    .isEqualTo(Map.of(Topic.USAGE, 2, Topic.EXCHANGES, 3, Topic.POLICIES, 1));
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size", 16 * 1024 * 1024),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                producer.send(new ProducerRecord<>(Topic.USAGE.topicName(), 0, null, large))
                        .get();
            }
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(Topic.USAGE.topicName(), 0)));
            assertThat(consumer.poll(Duration.ofSeconds(20))).singleElement().satisfies(read -> {
                assertThat(read.value()).isEqualTo(large);
                assertThat(read.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
            });
        }
    }

    @Test
    void aTemporaryBrokerLeavesNothingBehind() throws Exception {
        Path kept;
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
            kept = broker.directory();
            assertThat(kept).isDirectory();
        }
        assertThat(kept).doesNotExist();
    }
}
