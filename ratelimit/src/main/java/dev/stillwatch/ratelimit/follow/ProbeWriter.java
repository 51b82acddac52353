// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.probe.Probe;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ProbeCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts probes on their topic, tagged with the deployment's key: what does not verify is no evidence. */
public final class ProbeWriter implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Producer<byte[], byte[]> producer;
    private final ProbeCodec codec;

    ProbeWriter(Producer<byte[], byte[]> producer, DeploymentKey key) {
        this.producer = producer;
        this.codec = new ProbeCodec(key);
    }

    /**
     * A writer to a cluster that is there and has the topic.
     *
     * @param bootstrapServers the cluster
     * @param key tags the probes
     */
    public static ProbeWriter to(String bootstrapServers, DeploymentKey key) {
        int patience = (int) PATIENCE.toMillis();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "max.block.ms",
                patience,
                "request.timeout.ms",
                patience / 2,
                "delivery.timeout.ms",
                patience);
        return new ProbeWriter(
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()), key);
    }

    /**
     * Writes a probe and waits until the cluster has it. Its key is the limiter; the gateway, where no limiter is named.
     *
     * @throws FollowException when it does not get there
     */
    public void write(Probe probe) throws FollowException {
        String key = probe.limiter().isEmpty() ? probe.gateway() : probe.limiter();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topic.PROBES.topicName(), key.getBytes(StandardCharsets.UTF_8), codec.encode(probe));
        try {
            producer.send(record).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new FollowException("the probe was not recorded: the cluster did not take it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FollowException("the probe may not have been recorded: interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
