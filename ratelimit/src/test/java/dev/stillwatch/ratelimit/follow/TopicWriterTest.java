// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.topic.Topic;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What became of records, and when the cluster counts as failing. */
final class TopicWriterTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());

    private final TopicWriter writer = new TopicWriter("probes", Topic.PROBES, producer);
    private final AtomicInteger lost = new AtomicInteger();

    private void send() {
        writer.send(new byte[1], new byte[1], lost::incrementAndGet);
    }

    @Test
    void whatTheClusterTookAndWhatItDidNotAreCounted() {
        send();
        send();
        writer.drop(3);
        assertThat(writer.written() + writer.dropped()).isEqualTo(3);
        producer.completeNext();
        producer.errorNext(new TimeoutException("expired"));
        assertThat(writer.written()).isEqualTo(1);
        assertThat(writer.dropped()).isEqualTo(4);
        assertThat(lost).hasValue(1);
        assertThat(producer.history()).allMatch(record -> record.topic().equals("stillwatch.probes"));
    }

    @Test
    void itFailsUntilARoundInWhichSomethingIsTakenAndNothingIsNot() {
        send();
        producer.errorNext(new TimeoutException("expired"));
        assertThat(writer.isFailing()).isTrue();
        send();
        producer.completeNext();
        writer.endRound();
        assertThat(writer.isFailing()).isTrue();

        writer.endRound();
        assertThat(writer.isFailing()).isTrue();

        send();
        producer.completeNext();
        writer.endRound();
        assertThat(writer.isFailing()).isFalse();
    }
}
