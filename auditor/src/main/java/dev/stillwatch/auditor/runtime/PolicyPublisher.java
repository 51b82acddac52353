// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.wire.PolicyCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts policy snapshots on the policies topic, each under its id. */
public final class PolicyPublisher {
    private final String bootstrapServers;

    /** On the given cluster. */
    public PolicyPublisher(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Writes the snapshots and waits until the cluster has them. */
    public void publish(String topic, List<Policy> policies) {
        PolicyCodec codec = new PolicyCodec();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Policy policy : policies) {
                var unused = producer.send(new ProducerRecord<>(
                        topic, policy.id().getBytes(StandardCharsets.UTF_8), codec.encode(policy)));
            }
            producer.flush();
        }
    }
}
