// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.intake.Decoding;
import dev.stillwatch.auditor.intake.NamelessParts;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.reject.Reject;
import dev.stillwatch.policies.tick.ExchangeStream;
import dev.stillwatch.policies.tick.Fragment;
import dev.stillwatch.policies.tick.Tick;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ExchangeStreamCodec;
import dev.stillwatch.policies.wire.FragmentStreamCodec;
import dev.stillwatch.policies.wire.RejectCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
 *
 * <p>Bounds: at most {@link #MOST_PARTS} parts of a record, further ones are rejected; at most {@link #MOST_GROUPS}
 * records that wait, beyond it the one with the oldest part closes at once and is counted.
 */
public final class MergeProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    /** Header of an exchange that was joined: of how many parts, decimal digits. */
    public static final String PARTS_HEADER = "stillwatch-parts";

    /** Header of a reject of a part: intake had let it pass, so it was counted already. */
    public static final String PART_HEADER = "stillwatch-part";

    /** Parts of one record. */
    static final int MOST_PARTS = 64;

    /** Records of one partition that wait for parts: some 50 MB. */
    static final int MOST_GROUPS = 50_000;

    private final StreamPlan plan;
    private final int mostGroups;
    private final FragmentStreamCodec fragments = new FragmentStreamCodec();
    private final ExchangeStreamCodec exchanges = new ExchangeStreamCodec();
    private final RejectCodec rejects = new RejectCodec();
    private final OpenGroups groups = new OpenGroups();

    private Strays strays;
    private TickStore clock;
    private KeyValueStore<Bytes, byte[]> parts;
    private long ticked = Long.MIN_VALUE;

    /** For one partition of the fragments. */
    public MergeProcessor(StreamPlan plan) {
        this(plan, MOST_GROUPS);
    }

    @SuppressWarnings("NullAway.Init")
    MergeProcessor(StreamPlan plan, int mostGroups) {
        this.plan = plan;
        this.mostGroups = mostGroups;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        strays = new Strays(context, plan);
        clock = new TickStore(context.getStateStore(StoreName.MERGE_CLOCK.label()));
        parts = context.getStateStore(StoreName.PARTS.label());
        try (KeyValueIterator<Bytes, byte[]> entries = parts.all()) {
            while (entries.hasNext()) {
                if (Wire.own(fragments, entries.next().value) instanceof Fragment fragment) {
                    groups.add(fragment.correlation(), fragment.exchange().time());
                }
            }
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        strays.read(fragments, record.value()).ifPresent(value -> {
            if (value instanceof Fragment fragment) {
                keep(fragment, record);
            } else if (value instanceof Tick tick && clock.advance(tick)) {
                closeGroups(record.timestamp());
            }
        });
    }

    private void keep(Fragment fragment, Record<byte[], byte[]> record) {
        if (groups.parts(fragment.correlation()) >= MOST_PARTS) {
            reject(ExchangeJoin.superfluous(fragment, Topic.USAGE.topicName(), MOST_PARTS), record.timestamp());
            return;
        }
        parts.put(partKey(fragment), record.value());
        groups.add(fragment.correlation(), fragment.exchange().time());
        if (groups.size() > mostGroups) {
            close(groups.takeOldest(), record.timestamp());
            plan.progress()
                    .passed(
                            StreamPlan.Bound.GROUP_CLOSED_EARLY,
                            context().taskId().partition(),
                            1);
        }
    }

    private static Bytes partKey(Fragment fragment) {
        byte[] correlation = Wire.key(fragment.correlation());
        Exchange.Origin origin = fragment.exchange().origin();
        return Bytes.wrap(ByteBuffer.allocate(correlation.length + 25)
                .put(correlation)
                .put((byte) 0)
                .putInt(fragment.part())
                .putLong(origin.contentHash())
                .putInt(origin.partition())
                .putLong(origin.offset())
                .array());
    }

    private void closeGroups(long timestamp) {
        long watermark = clock.watermark();
        long due = watermark == Tick.END
                ? Tick.END
                : watermark - plan.fallback().timing().mergeWait();
        groups.takeUntil(due).forEach(correlation -> close(correlation, timestamp));
        if (watermark == Tick.END) {
            tick(clock.last(), timestamp);
            tick(Tick.END, timestamp);
            return;
        }
        long oldest = Math.min(watermark, groups.oldest().orElse(watermark));
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

    private void close(String correlation, long timestamp) {
        List<Fragment> group = new ArrayList<>();
        byte[] prefix = Wire.key(correlation);
        byte[] from = Arrays.copyOf(prefix, prefix.length + 1);
        byte[] to = from.clone();
        to[prefix.length] = 1;
        try (KeyValueIterator<Bytes, byte[]> entries = parts.range(Bytes.wrap(from), Bytes.wrap(to))) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (Wire.own(fragments, entry.value) instanceof Fragment part
                        && part.correlation().equals(correlation)) {
                    group.add(part);
                }
            }
        }
        group.forEach(part -> parts.delete(partKey(part)));
        Exchange joined = ExchangeJoin.of(group);
        if (joined.account().isEmpty()) {
            Set<Integer> numbers = group.stream().map(Fragment::part).collect(Collectors.toSet());
            Decoding.Rejected why = NamelessParts.problem(joined.origin().format(), numbers);
            group.forEach(part -> reject(ExchangeJoin.nameless(part, Topic.USAGE.topicName(), why), timestamp));
            return;
        }
        Record<byte[], byte[]> whole = new Record<>(
                Wire.key(joined.account()), exchanges.encode(new ExchangeStream.Arrival(joined)), timestamp);
        whole.headers().add(PARTS_HEADER, Wire.key(Integer.toString(group.size())));
        context().forward(whole, NodeName.MERGED_SINK.label());
    }

    private void reject(Reject reject, long timestamp) {
        Record<byte[], byte[]> rejected = new Record<>(Wire.key(reject.source()), rejects.encode(reject), timestamp);
        rejected.headers().add(PART_HEADER, Wire.key(Integer.toString(1)));
        context().forward(rejected, NodeName.MERGE_REJECTS_SINK.label());
    }
}
