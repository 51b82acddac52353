// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.limiter;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.standing.LimitPlan;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.StandingCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** What an auditor would have published, put on a cluster by a test. */
public final class Published {
    private Published() {}

    /** A standing of now that throttles to so many exchanges an hour, by the policy {@code default@1}. */
    public static Standing throttle(String subject, int perHour, Standing.Mode mode) {
        long now = System.currentTimeMillis();
        return new Standing(
                subject,
                Tier.THROTTLE,
                Set.of(),
                3_100,
                new LimitPlan(perHour, -1, -1, -1, false, false),
                "",
                "",
                mode,
                List.of("asks for step-by-step reasoning"),
                "default@1",
                1,
                now,
                now,
                Duration.ofHours(1).toMillis(),
                Duration.ofHours(1).toMillis());
    }

    /** Publishes a standing under the key and waits until the cluster has it. */
    public static void standing(String servers, DeploymentKey key, Standing standing) {
        send(
                servers,
                Topic.STANDINGS,
                standing.subject().getBytes(StandardCharsets.UTF_8),
                new StandingCodec(key).encode(standing));
    }

    /** Puts a record on a topic and waits until the cluster has it. */
    public static void send(String servers, Topic topic, byte[] key, byte @Nullable [] value) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer())) {
            var unused = producer.send(new ProducerRecord<>(topic.topicName(), key, value));
            producer.flush();
        }
    }
}
