// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * When a record arrived: as Kafka stamped it, or now when it has no timestamp. Some producers of gateways send none, and
 * Kafka Streams' own extractor then stops the stream. The time of the records before it would be no stand-in: where no
 * record has a timestamp it would never move, and a day later every record would lie in the future.
 */
public final class Arrival implements TimestampExtractor {
    private final InstantSource clock;

    /** By the clock of this machine; Kafka makes it by its class. */
    public Arrival() {
        this(InstantSource.system());
    }

    Arrival(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : clock.millis();
    }
}
