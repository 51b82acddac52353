// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.tick.Tick;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.TickCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps edges and contributions until the judges of all partitions have passed the end of their epoch, then forms and
 * judges rings once for that epoch. One task sees all links: both topics have one partition. Epochs in which nothing came
 * are passed over. Closing many epochs takes several turns, so that a transaction never lasts long.
 */
public final class RingProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Duration TURN = Duration.ofMillis(50);
    /** Links searched, members folded and owners' accounts added up in one turn: some 100 ms of work, or one epoch. */
    private static final long TURN_WORK = 200_000;

    private static final Bytes DONE = Bytes.wrap(new byte[] {3});

    private final StreamPlan plan;
    private final Policy.Timing timing;
    private final TickCodec ticks = new TickCodec();

    private Strays strays;
    private KeyValueStore<Bytes, byte[]> clocks;
    private TickStore clock;
    private RingPending pending;
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
        strays = new Strays(context, plan);
        clocks = context.getStateStore(StoreName.RING_CLOCK.label());
        clock = new TickStore(clocks);
        policies = new PolicyShelf(context.getStateStore(StoreName.POLICY_BOOK.label()), plan.fallback());
        desk = new RingDesk(context, plan);
        pending = new RingPending(context, plan.rereading(), desk::wants);
        byte[] last = clocks.get(DONE);
        done = last == null ? Long.MIN_VALUE : ByteBuffer.wrap(last).getLong();
        context.schedule(TURN, PunctuationType.WALL_CLOCK_TIME, now -> {
            policies.refresh();
            closeEpochs(now);
        });
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        if (record.value() == null) {
            // Of who is let go the topic of contributions keeps none; here it went with its last link.
            if (!at.topic().endsWith(Topic.CONTRIBUTIONS.topicName())) {
                strays.drop("no-value");
            }
        } else if (TickCodec.isTick(record.value())) {
            strays.read(ticks, record.value())
                    .filter(clock::advance)
                    .ifPresent(tick -> closeEpochs(record.timestamp()));
        } else if (ActCodec.isAct(record.value())) {
            desk.keepable(record.value())
                    .ifPresentOrElse(act -> hold(act, record.value()), () -> strays.drop("no-act-of-ours"));
        } else if (!held(at, record.value())) {
            strays.drop("unreadable");
        }
    }

    private void hold(Act act, byte[] value) {
        pending.holdAct(Math.max(act.time(), done == Long.MIN_VALUE ? act.time() : done + 1), act, value);
    }

    private boolean held(RecordMetadata at, byte[] value) {
        return at.topic().endsWith(Topic.EDGES.topicName())
                ? pending.holdEdge(at.offset(), value)
                : pending.holdContribution(at.offset(), value);
    }

    private void closeEpochs(long timestamp) {
        long watermark = clock.watermark();
        if (watermark == Long.MIN_VALUE || ticked == Tick.END) {
            return;
        }
        long work = 0;
        long next = nextEpoch(watermark);
        while (next <= watermark && next != Tick.END && work < TURN_WORK) {
            pending.take(next, desk::add, desk::add, desk::keep);
            work += desk.close(next, policies.book(), timestamp);
            done = next;
            clocks.put(DONE, ByteBuffer.allocate(Long.BYTES).putLong(done).array());
            next = nextEpoch(watermark);
        }
        if (work > 0) {
            pending.keepTaken();
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
        long earliest = pending.first()
                .map(time -> Math.max(ceiling(time), nextAfterDone()))
                .orElse(Tick.END);
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

    private long floor(long time) {
        return Math.floorDiv(time, timing.epoch()) * timing.epoch();
    }

    private long ceiling(long time) {
        return -Math.floorDiv(-time, timing.epoch()) * timing.epoch();
    }
}
