// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.ratelimit.follow;

import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that a reader ignored. Whoever can write to a topic could fill the log: the first are told, then ever fewer. One
 * thread adds, any may ask.
 */
final class Ignored {
    private static final Logger LOG = LoggerFactory.getLogger(Ignored.class);

    private final LongAdder count = new LongAdder();

    /** Counts a record, and tells of it when their number is a power of two. */
    void add(ConsumerRecord<byte[], byte[]> record, String why) {
        count.increment();
        long known = count.sum();
        if (Long.bitCount(known) == 1) {
            LOG.warn(
                    "record ignored why={} topic={} partition={} offset={} ignored={}",
                    why,
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    known);
        }
    }

    long count() {
        return count.sum();
    }
}
