// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stillwatch.policies.key.DeploymentKey;
import dev.stillwatch.policies.probe.Probe;
import dev.stillwatch.policies.wire.ProbeCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** A probe on its way to the topic, without a broker. */
final class ProbeWriterTest {
    private static final DeploymentKey KEY = DeploymentKey.of(1, new byte[32]);

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void itIsKeyedByTheLimiterOrElseByTheGatewayAndVerifies() throws Exception {
        try (ProbeWriter writer = new ProbeWriter(producer, KEY)) {
            writer.write(probe("limiter-1"));
            writer.write(probe(""));
        }
        assertThat(producer.history())
                .extracting(record -> record.topic() + " " + new String(record.key(), StandardCharsets.UTF_8))
                .containsExactly("stillwatch.probes limiter-1", "stillwatch.probes http://gateway/");
        assertThat(new ProbeCodec(KEY).decode(producer.history().get(0).value()))
                .isEqualTo(probe("limiter-1"));
    }

    @Test
    void whatTheClusterDoesNotTakeIsSaid() {
        producer.sendException = new TimeoutException("away");
        ProbeWriter writer = new ProbeWriter(producer, KEY);
        assertThatThrownBy(() -> writer.write(probe("")))
                .isInstanceOf(FollowException.class)
                .hasMessageContaining("not recorded");
    }

    private static Probe probe(String limiter) {
        Probe.Outcome outcome = new Probe.Outcome(Probe.Verdict.BITES, 2, 429, 30, List.of(), "");
        return new Probe("p", "http://gateway/", limiter, "stillwatch.probe", false, outcome, 5, 1);
    }
}
