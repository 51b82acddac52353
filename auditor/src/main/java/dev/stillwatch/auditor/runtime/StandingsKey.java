// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.wire.StandingCodec;
import dev.stillwatch.policies.wire.WireException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

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
        try (Consumer<byte[], byte[]> consumer = CommittedConsumer.on(
                bootstrapServers,
                Map.of("allow.auto.create.topics", false, "default.api.timeout.ms", (int) PATIENCE.toMillis()))) {
            return foundOnlyOthers(consumer, codec);
        } catch (KafkaException e) {
            return false;
        }
    }

    private boolean foundOnlyOthers(Consumer<byte[], byte[]> consumer, StandingCodec codec) {
        CommittedConsumer.assignAll(consumer, topic);
        Map<TopicPartition, Long> first = consumer.beginningOffsets(consumer.assignment());
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
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
