// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.tick.Tick;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.ContributionCodec;
import dev.stillwatch.policies.wire.EdgeCodec;
import dev.stillwatch.policies.wire.TickCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps edges and contributions until the judges of all partitions have passed the end of their epoch, then forms and
 * judges rings once for that epoch. One task sees all links: both topics have one partition. Epochs in which nothing came
 * are passed over. Closing many epochs takes several turns, so that a transaction never lasts long.
 */
public final class RingProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Duration TURN = Duration.ofMillis(50);
    /** Links searched and members folded in one turn: some 100 ms of work, or one epoch. */
    private static final long TURN_WORK = 200_000;

    private static final Bytes DONE = Bytes.wrap(new byte[] {3});
    private static final byte EDGE = 0;
    private static final byte CONTRIBUTION = 1;
    private static final byte ACT = 2;

    private final StreamPlan plan;
    private final Policy.Timing timing;
    private final EdgeCodec edges = new EdgeCodec();
    private final ContributionCodec contributions = new ContributionCodec();
    private final TickCodec ticks = new TickCodec();

    private KeyValueStore<Bytes, byte[]> clocks;
    private KeyValueStore<Bytes, byte[]> pending;
    private TickStore clock;
    private PolicyShelf policies;
    private RingDesk desk;
    private long done;
    private long ticked = Long.MIN_VALUE;

    /** For the one partition of the edges. */
    @SuppressWarnings("NullAway.Init")
    public RingProcessor(StreamPlan plan) {
        this.plan = plan;
        this.timing = plan.fallback().timing();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        clocks = context.getStateStore(StoreName.RING_CLOCK.label());
        clock = new TickStore(clocks);
        pending = context.getStateStore(StoreName.RING_PENDING.label());
        policies = new PolicyShelf(context.getStateStore(StoreName.POLICY_BOOK.label()), plan.fallback());
        desk = new RingDesk(context, plan);
        byte[] last = clocks.get(DONE);
        done = last == null ? Long.MIN_VALUE : ByteBuffer.wrap(last).getLong();
        context.schedule(TURN, PunctuationType.WALL_CLOCK_TIME, now -> {
            policies.refresh();
            closeEpochs(now);
        });
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (TickCodec.isTick(record.value())) {
            if (clock.advance(Wire.own(ticks, record.value()))) {
                closeEpochs(record.timestamp());
            }
            return;
        }
        if (ActCodec.isAct(record.value())) {
            desk.keepable(record.value()).ifPresent(act -> {
                long time = Math.max(act.time(), done == Long.MIN_VALUE ? act.time() : done + 1);
                pending.put(place(time, act.subject(), ACT, Wire.key(act.id())), record.value());
            });
            return;
        }
        RecordMetadata at = context().recordMetadata().orElseThrow();
        if (at.topic().endsWith(Topic.EDGES.topicName())) {
            Edge edge = Wire.own(edges, record.value());
            if (desk.wants(edge)) {
                byte[] name = ByteBuffer.allocate(1 + Long.BYTES)
                        .put((byte) edge.kind().ordinal())
                        .putLong(edge.artefact())
                        .array();
                pending.put(place(edge.asOf(), edge.account(), EDGE, name), record.value());
            }
        } else {
            Contribution contribution = Wire.own(contributions, record.value());
            pending.put(place(contribution.asOf(), contribution.account(), CONTRIBUTION, new byte[0]), record.value());
        }
    }

    private Bytes place(long asOf, String account, byte what, byte[] name) {
        byte[] who = Wire.key(account);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + who.length + 2 + name.length)
                .putLong(asOf ^ Long.MIN_VALUE)
                .put(who)
                .put((byte) 0)
                .put(what)
                .put(name)
                .array());
    }

    private void closeEpochs(long timestamp) {
        long watermark = clock.watermark();
        if (watermark == Long.MIN_VALUE || ticked == Tick.END) {
            return;
        }
        long work = 0;
        long next = nextEpoch(watermark);
        while (next <= watermark && next != Tick.END && work < TURN_WORK) {
            take(next);
            work += desk.close(next, policies.book().at(next), timestamp);
            done = next;
            clocks.put(DONE, ByteBuffer.allocate(Long.BYTES).putLong(done).array());
            next = nextEpoch(watermark);
        }
        boolean whole = next > watermark || next == Tick.END;
        long reached = whole ? (watermark == Tick.END ? Tick.END : floor(watermark)) : done;
        if (reached > ticked) {
            ticked = reached;
            desk.tick(reached, timestamp);
        }
    }

    /** End of the first epoch that has anything to do; {@link Tick#END} when there is none. */
    private long nextEpoch(long watermark) {
        long earliest = Tick.END;
        try (KeyValueIterator<Bytes, byte[]> entries = pending.range(after(done), null)) {
            if (entries.hasNext()) {
                earliest = Math.max(ceiling(timeOf(entries.next().key)), nextAfterDone());
            }
        }
        if (watermark == Tick.END && earliest == Tick.END) {
            // The input has ended: what it says last holds.
            return Tick.END;
        }
        long due = desk.nextDue(done);
        return due <= watermark ? Math.min(earliest, due) : earliest;
    }

    private long nextAfterDone() {
        return done == Long.MIN_VALUE ? Long.MIN_VALUE : done + timing.epoch();
    }

    private void take(long until) {
        try (KeyValueIterator<Bytes, byte[]> entries = pending.range(after(done), after(until))) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                switch (what(entry.key.get())) {
                    case EDGE -> desk.add(Wire.own(edges, entry.value));
                    case CONTRIBUTION -> desk.add(Wire.own(contributions, entry.value), entry.value);
                    default -> desk.keep(entry.value);
                }
                pending.delete(entry.key);
            }
        }
    }

    /** Where what is later than an instant begins; nothing is ever put before what was taken. */
    private static Bytes after(long time) {
        long next = time == Long.MIN_VALUE ? time : time + 1;
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES).putLong(next ^ Long.MIN_VALUE).array());
    }

    private static byte what(byte[] key) {
        int end = Long.BYTES;
        while (key[end] != 0) {
            end++;
        }
        return key[end + 1];
    }

    private static long timeOf(Bytes key) {
        return ByteBuffer.wrap(Arrays.copyOf(key.get(), Long.BYTES)).getLong() ^ Long.MIN_VALUE;
    }

    private long floor(long time) {
        return Math.floorDiv(time, timing.epoch()) * timing.epoch();
    }

    private long ceiling(long time) {
        return -Math.floorDiv(-time, timing.epoch()) * timing.epoch();
    }
}
