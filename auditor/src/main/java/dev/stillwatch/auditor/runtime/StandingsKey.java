// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.wire.StandingCodec;
import dev.stillwatch.policies.wire.WireException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Whether a key is the one that a cluster's auditor works with, by the standings that it published last: what is tagged
 * with another key is obeyed by nobody, and nothing comes back that would say so.
 */
public final class StandingsKey {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Offsets of each partition that are looked at: records, and the markers of transactions among them. */
    private static final long LAST = 100;

    private final String bootstrapServers;
    private final String topic;

    /**
     * Asks a cluster.
     *
     * @param topic name of the topic of standings on it
     */
    public StandingsKey(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    /**
     * Whether the key is another one for certain: there are standings, and of the last ones none verifies. Standings that
     * cannot be read within 5 s say nothing.
     */
    public boolean isAnother(DeploymentKey key) {
        StandingCodec codec = new StandingCodec(key);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "allow.auto.create.topics",
                false,
                "default.api.timeout.ms",
                (int) PATIENCE.toMillis());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return foundOnlyOthers(consumer, codec);
        } catch (KafkaException e) {
            return false;
        }
    }

    private boolean foundOnlyOthers(KafkaConsumer<byte[], byte[]> consumer, StandingCodec codec) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        ends.forEach(
                (partition, end) -> consumer.seek(partition, Math.max(first.getOrDefault(partition, 0L), end - LAST)));
        boolean others = false;
        long patience = PATIENCE.dividedBy(POLL);
        while (patience-- > 0
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.value() != null) {
                    try {
                        codec.decode(record.value());
                        return false;
                    } catch (WireException e) {
                        others |= e.fault() == WireException.Fault.UNVERIFIED;
                    }
                }
            }
        }
        return others;
    }
}
