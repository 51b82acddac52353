// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.reject.Reject;
import dev.stillwatch.policies.tick.ExchangeStream;
import dev.stillwatch.policies.tick.Fragment;
import dev.stillwatch.policies.tick.FragmentStream;
import dev.stillwatch.policies.tick.Tick;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ExchangeStreamCodec;
import dev.stillwatch.policies.wire.FragmentStreamCodec;
import dev.stillwatch.policies.wire.RejectCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Parts and the sources' ticks in; whole exchanges and this partition's own ticks out. A group of parts closes when the
 * sources have passed its first part by the merge wait; until then this partition's tick stays behind it, so that no
 * bucket closes without the group.
 */
public final class MergeProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final StreamPlan plan;
    private final FragmentStreamCodec fragments = new FragmentStreamCodec();
    private final ExchangeStreamCodec exchanges = new ExchangeStreamCodec();
    private final RejectCodec rejects = new RejectCodec();

    private TickStore clock;
    private KeyValueStore<Bytes, byte[]> parts;
    private long ticked = Long.MIN_VALUE;

    /** For one partition of the fragments. */
    @SuppressWarnings("NullAway.Init")
    public MergeProcessor(StreamPlan plan) {
        this.plan = plan;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        clock = new TickStore(context.getStateStore(StoreName.MERGE_CLOCK.label()));
        parts = context.getStateStore(StoreName.PARTS.label());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        FragmentStream value = Wire.own(fragments, record.value());
        if (value instanceof Fragment fragment) {
            parts.put(partKey(fragment), record.value());
        } else if (value instanceof Tick tick && clock.advance(tick)) {
            closeGroups(record.timestamp());
        }
    }

    private static Bytes partKey(Fragment fragment) {
        byte[] correlation = Wire.key(fragment.correlation());
        Exchange.Origin origin = fragment.exchange().origin();
        return Bytes.wrap(ByteBuffer.allocate(correlation.length + 21)
                .put(correlation)
                .put((byte) 0)
                .putInt(fragment.part())
                .putLong(origin.contentHash())
                .putInt(origin.partition())
                .putInt((int) origin.offset())
                .array());
    }

    private void closeGroups(long timestamp) {
        long watermark = clock.watermark();
        long oldest = watermark;
        for (Map.Entry<String, List<KeyValue<Bytes, Fragment>>> group : groups().entrySet()) {
            long first = group.getValue().stream()
                    .mapToLong(part -> part.value.exchange().time())
                    .min()
                    .orElseThrow();
            if (watermark == Tick.END || first + plan.fallback().timing().mergeWait() <= watermark) {
                close(group.getValue(), timestamp);
            } else {
                oldest = Math.min(oldest, first);
            }
        }
        if (oldest == Tick.END) {
            tick(clock.last(), timestamp);
            tick(Tick.END, timestamp);
            return;
        }
        long bucket = plan.fallback().timing().bucket();
        if (ticked == Long.MIN_VALUE || Math.floorDiv(oldest, bucket) > Math.floorDiv(ticked, bucket)) {
            ticked = oldest;
            tick(oldest, timestamp);
        }
    }

    private void tick(long watermark, long timestamp) {
        Tick own = new Tick(context().taskId().partition(), plan.partitions(), watermark, false);
        context().forward(new Record<>(null, exchanges.encode(own), timestamp), NodeName.MERGED_SINK.label());
    }

    private Map<String, List<KeyValue<Bytes, Fragment>>> groups() {
        Map<String, List<KeyValue<Bytes, Fragment>>> groups = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> entries = parts.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (Wire.own(fragments, entry.value) instanceof Fragment fragment) {
                    groups.computeIfAbsent(fragment.correlation(), c -> new ArrayList<>())
                            .add(new KeyValue<>(entry.key, fragment));
                }
            }
        }
        return groups;
    }

    private void close(List<KeyValue<Bytes, Fragment>> group, long timestamp) {
        Exchange joined = ExchangeJoin.of(group.stream().map(part -> part.value).toList());
        if (joined.account().isEmpty()) {
            for (KeyValue<Bytes, Fragment> part : group) {
                Reject reject = ExchangeJoin.unmatched(part.value, Topic.USAGE.topicName());
                context()
                        .forward(
                                new Record<>(Wire.key(reject.source()), rejects.encode(reject), timestamp),
                                NodeName.MERGE_REJECTS_SINK.label());
            }
        } else {
            context()
                    .forward(
                            new Record<>(
                                    Wire.key(joined.account()),
                                    exchanges.encode(new ExchangeStream.Arrival(joined)),
                                    timestamp),
                            NodeName.MERGED_SINK.label());
        }
        group.forEach(part -> parts.delete(part.key));
    }
}
