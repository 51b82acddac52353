// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/** A record without a timestamp arrives now, and stops nothing. */
class ArrivalTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final Arrival arrival = new Arrival(() -> NOW);

    @Test
    void aTimestampIsTakenAsItIs() {
        assertThat(arrival.extract(record(7), 9)).isEqualTo(7);
        assertThat(arrival.extract(record(0), 9)).isZero();
    }

    @Test
    void withoutOneItIsNowWhateverCameBefore() {
        assertThat(arrival.extract(record(ConsumerRecord.NO_TIMESTAMP), -1)).isEqualTo(NOW.toEpochMilli());
        assertThat(arrival.extract(record(ConsumerRecord.NO_TIMESTAMP), Long.MAX_VALUE))
                .isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void theStreamTakesItForEveryTopic() {
        StreamsConfig config = new StreamsConfig(
                AuditorSettings.live("localhost:9092", Path.of("state"), 1).toProperties());
        assertThat(config.defaultTimestampExtractor()).isInstanceOf(Arrival.class);
    }

    private static ConsumerRecord<Object, Object> record(long timestamp) {
        return new ConsumerRecord<>(
                "llm.usage",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                "",
                "",
                new RecordHeaders(),
                Optional.empty());
    }
}
