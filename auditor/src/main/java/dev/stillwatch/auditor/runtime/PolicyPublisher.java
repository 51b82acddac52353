// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.wire.PolicyCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts policy snapshots on the policies topic, each under its id. */
public final class PolicyPublisher {
    private final String bootstrapServers;

    /** On the given cluster. */
    public PolicyPublisher(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Writes the snapshots and waits until the cluster has them.
     *
     * @throws BrokerUnavailableException when they do not get there
     */
    public void publish(String topic, List<Policy> policies) {
        PolicyCodec codec = new PolicyCodec();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Policy policy : policies) {
                producer.send(new ProducerRecord<>(
                                topic, policy.id().getBytes(StandardCharsets.UTF_8), codec.encode(policy)))
                        .get();
            }
        } catch (ExecutionException | KafkaException e) {
            throw new BrokerUnavailableException("the policy was not published: the cluster did not take it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("the policy may not have been published: interrupted", e);
        }
    }
}
