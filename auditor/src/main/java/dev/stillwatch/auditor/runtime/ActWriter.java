// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.wire.ActCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts a person's act on its topic, tagged with the deployment's key: what does not verify is not obeyed. */
public final class ActWriter implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 10_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final ActCodec codec;
    private final String topic;

    /**
     * A writer.
     *
     * @param bootstrapServers the cluster
     * @param topic name of the topic of acts on it
     * @param key tags the acts
     */
    public ActWriter(String bootstrapServers, String topic, DeploymentKey key) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "max.block.ms",
                        PATIENCE_MILLIS,
                        "request.timeout.ms",
                        5_000,
                        "delivery.timeout.ms",
                        (int) PATIENCE_MILLIS),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.codec = new ActCodec(key);
        this.topic = topic;
    }

    /**
     * Writes the act and waits until the cluster has it. A promotion is about a policy, and a policy judges the
     * accounts of every partition: it goes to all of them, where any other act goes to its subject's.
     *
     * @throws BrokerUnavailableException when it does not get there
     */
    public void write(Act act) {
        try {
            byte[] key = act.subject().getBytes(StandardCharsets.UTF_8);
            byte[] value = codec.encode(act);
            if (act.kind() != Act.Kind.PROMOTE) {
                producer.send(new ProducerRecord<>(topic, key, value)).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
            for (PartitionInfo partition : producer.partitionsFor(topic)) {
                producer.send(new ProducerRecord<>(topic, partition.partition(), key, value))
                        .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new BrokerUnavailableException("the act was not written: the cluster did not take it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("the act may not have been written: interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
