// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.policies.wire.Codec;
import dev.stillwatch.policies.wire.WireException;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands on a topic and is none of its values: tombstones, records without a key, bytes that do not decode or do not
 * verify. Whoever may write to a topic could stop the stream for good with one of them, so they are dropped; counted as
 * {@link StreamPlan.Bound#UNREADABLE}; and said in the log by coordinates, never by content: the first, the second, the
 * fourth and so on, so that a flood of them is no flood of lines. One thread.
 */
final class Strays {
    private static final Logger LOG = LoggerFactory.getLogger(Strays.class);

    private final ProcessorContext<?, ?> context;
    private final StreamPlan.Progress progress;
    private long dropped;

    Strays(ProcessorContext<?, ?> context, StreamPlan plan) {
        this.context = context;
        this.progress = plan.progress();
    }

    /** The value of the bytes; empty, and dropped, when there is none. */
    <T> Optional<T> read(Codec<T> codec, byte @Nullable [] value) {
        if (value == null) {
            drop("no-value");
            return Optional.empty();
        }
        try {
            return Optional.of(codec.decode(value));
        } catch (WireException e) {
            drop(e.fault().name());
            return Optional.empty();
        }
    }

    /** Whether a record can be kept under its key: it has one, and the key can be told from what is put behind it. */
    boolean hasName(byte @Nullable [] key) {
        boolean name = Wire.isName(key);
        if (!name) {
            drop("no-key");
        }
        return name;
    }

    /** Drops the record that is read, or one that waited. */
    void drop(String reason) {
        dropped++;
        progress.passed(StreamPlan.Bound.UNREADABLE, context.taskId().partition(), 1);
        if (Long.bitCount(dropped) == 1) {
            Optional<RecordMetadata> at = context.recordMetadata();
            LOG.warn(
                    "record dropped reason={} topic={} partition={} offset={} dropped={}",
                    reason,
                    at.map(RecordMetadata::topic).orElse(""),
                    context.taskId().partition(),
                    at.map(RecordMetadata::offset).orElse(-1L),
                    dropped);
        }
    }
}
