// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import dev.stillwatch.auditor.processor.IntakeProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the files' records to the usage topic, spread evenly over its partitions, and the end of input after them. */
final class Feed {
    private static final int LARGEST_REQUEST = 16 * 1024 * 1024;
    /** Kafka's own overhead on a record, generously: what is nearer to the limit is not sent. */
    private static final int OVERHEAD = 4096;

    private static final long REPORT_EVERY = 10_000;

    private final String bootstrapServers;
    private final String topic;
    private final int partitions;
    private final BacktestProgress progress;

    Feed(String bootstrapServers, String topic, int partitions, BacktestProgress progress) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.partitions = partitions;
        this.progress = progress;
    }

    /** Which lines of a file went in. */
    record Position(String file, long firstLine, long lastLine, long records) {}

    /** What was fed. */
    record Fed(List<Position> positions, long sent, long tooLarge) {}

    Fed feed(List<Path> files) throws IOException, BacktestFailedException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "compression.type",
                "lz4",
                "linger.ms",
                50,
                "batch.size",
                512 * 1024,
                // The topic is new: were its first batch told to come again and the next one taken, the first would be
                // out of order for ever.
                "max.in.flight.requests.per.connection",
                1,
                "buffer.memory",
                128L * 1024 * 1024,
                "max.request.size",
                LARGEST_REQUEST);
        List<Position> positions = new ArrayList<>();
        Count count = new Count();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Path file : files) {
                Count before = new Count(count);
                long[] lines = {0, 0};
                new InputFile(file).read((raw, line) -> {
                    lines[0] = lines[0] == 0 ? line : lines[0];
                    lines[1] = line;
                    if (raw.length > LARGEST_REQUEST - OVERHEAD) {
                        count.tooLarge++;
                        return;
                    }
                    int partition = (int) (count.sent++ % partitions);
                    var unused = producer.send(new ProducerRecord<>(topic, partition, null, raw), (metadata, error) -> {
                        if (error != null) {
                            count.failure = error.getClass().getSimpleName() + ": " + error.getMessage();
                        }
                    });
                    if (count.sent % REPORT_EVERY == 0) {
                        progress.read(count.sent);
                    }
                });
                long records = count.sent + count.tooLarge - before.sent - before.tooLarge;
                positions.add(new Position(file.getFileName().toString(), lines[0], lines[1], records));
            }
            for (int partition = 0; partition < partitions; partition++) {
                RecordHeaders headers = new RecordHeaders();
                headers.add(IntakeProcessor.END_HEADER, "1".getBytes(StandardCharsets.UTF_8));
                var unused = producer.send(new ProducerRecord<>(topic, partition, null, null, new byte[0], headers));
            }
            producer.flush();
        }
        if (!count.failure.isEmpty()) {
            throw new BacktestFailedException("a record could not be written to the broker: " + count.failure);
        }
        progress.read(count.sent);
        return new Fed(positions, count.sent, count.tooLarge);
    }

    private static final class Count {
        private long sent;
        private long tooLarge;
        // Set on the producer's thread, read after its flush.
        private volatile String failure = "";

        Count() {}

        Count(Count other) {
            sent = other.sent;
            tooLarge = other.tooLarge;
        }
    }
}
