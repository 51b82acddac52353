// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.auditor.processor.IntakeProcessor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes usage records piece by piece, spread evenly over the partitions. */
public final class UsageWriter implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int partitions;
    private long sent;

    /** Onto a usage topic of so many partitions. */
    public UsageWriter(String bootstrapServers, String topic, int partitions) {
        // One request at a time: on a new topic a first batch told to come again must not be overtaken.
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "max.in.flight.requests.per.connection", 1);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topic;
        this.partitions = partitions;
    }

    /** Writes and waits until the broker has them. */
    public void write(List<String> records) {
        for (String record : records) {
            var unused = producer.send(new ProducerRecord<>(
                    topic, (int) (sent++ % partitions), null, record.getBytes(StandardCharsets.UTF_8)));
        }
        producer.flush();
    }

    /** Ends the input of a replay. */
    public void end() {
        for (int partition = 0; partition < partitions; partition++) {
            ProducerRecord<byte[], byte[]> end = new ProducerRecord<>(topic, partition, null, new byte[0]);
            end.headers().add(IntakeProcessor.END_HEADER, new byte[] {1});
            var unused = producer.send(end);
        }
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
