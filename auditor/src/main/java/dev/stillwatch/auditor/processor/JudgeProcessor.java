// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.auditor.ring.RingName;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.tick.Tick;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.ExchangeCodec;
import dev.stillwatch.policies.wire.ExchangeStreamCodec;
import dev.stillwatch.policies.wire.TickCodec;
import dev.stillwatch.policies.wire.WireException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps exchanges until their bucket closes, then judges each account of the bucket once. Closing many buckets takes
 * several turns, so that a transaction never lasts long; what comes meanwhile for a closed bucket is late and is judged
 * with the next one. When more than {@link #MOST_PENDING} wait in a live run, the oldest bucket closes before its time
 * and is counted: what still comes for it is late.
 */
public final class JudgeProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Duration TURN = Duration.ofMillis(50);
    /** Exchanges and idle judgements of one turn: some 100 ms of work. */
    private static final int TURN_WORK = 10_000;

    /** Exchanges of one partition that wait for their bucket to close: some 1 GB on disk. */
    static final long MOST_PENDING = 2_000_000;
    /** Exchanges that wait in memory, over all partitions. */
    private static final int MOST_YOUNG = 500_000;
    /** Of one partition at least, so that many partitions do not make every exchange old. */
    private static final int LEAST_YOUNG = 10_000;

    private static final Comparator<Exchange> ORDER = Comparator.comparingLong(Exchange::time)
            .thenComparing(Exchange::id)
            .thenComparing(
                    Exchange::origin,
                    Comparator.comparingLong(Exchange.Origin::contentHash)
                            .thenComparingInt(Exchange.Origin::partition)
                            .thenComparingLong(Exchange.Origin::offset));

    private static final Bytes MARK = Bytes.wrap(new byte[] {3});

    private final StreamPlan plan;
    private final long mostPending;
    private final int mostYoung;
    private final Policy.Timing timing;
    private final ExchangeStreamCodec stream = new ExchangeStreamCodec();
    private final ExchangeCodec exchanges = new ExchangeCodec();
    private final TickCodec ticks = new TickCodec();
    private final AccountJudge judge;

    private TickStore clock;
    private Pending pending;
    private PolicyShelf policies;
    private ActShelf acts;
    private CaseDesk desk;
    private Strays strays;
    private SilentAccounts silent;
    private long frontier = Long.MIN_VALUE;
    private long judged;
    private long ticked = Long.MIN_VALUE;
    private boolean ended;

    /** For one partition of the exchanges. */
    public JudgeProcessor(StreamPlan plan) {
        // A replay may keep all of its input open: it is bounded by its files.
        this(
                plan,
                plan.replay() ? Long.MAX_VALUE : MOST_PENDING,
                Math.max(LEAST_YOUNG, MOST_YOUNG / plan.partitions()));
    }

    @SuppressWarnings("NullAway.Init")
    JudgeProcessor(StreamPlan plan, long mostPending, int mostYoung) {
        this.plan = plan;
        this.mostPending = mostPending;
        this.mostYoung = mostYoung;
        this.timing = plan.fallback().timing();
        this.judge = plan.judges().get();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        KeyValueStore<Bytes, byte[]> clocks = context.getStateStore(StoreName.JUDGE_CLOCK.label());
        clock = new TickStore(clocks);
        pending = new Pending(clocks, MARK, context.getStateStore(StoreName.PENDING.label()), mostYoung);
        policies = new PolicyShelf(context.getStateStore(StoreName.POLICY_BOOK.label()), plan.fallback());
        acts = new ActShelf(context.getStateStore(StoreName.SUBJECT_ACTS.label()), new ActCodec(plan.key()));
        strays = new Strays(context, plan);
        desk = new CaseDesk(context, judge, acts, plan);
        silent = new SilentAccounts(context.getStateStore(StoreName.PROFILES.label()), desk::look);
        ended = false;
        frontier = pending.openFrom(timing.bucket());
        moveFrontier();
        pending.reread(plan.rereading(), Topic.EXCHANGES, context.taskId().partition(), this::waiting);
        context.schedule(TURN, PunctuationType.WALL_CLOCK_TIME, now -> {
            policies.refresh();
            closeBuckets(now);
        });
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        // Anybody may write acts, and a topic may hold anything: what is no act and no exchange must stop nothing.
        if (at.topic().endsWith(Topic.ACTS.topicName())) {
            decide(record);
            return;
        }
        OptionalLong time = timeOf(record.value());
        if (time.isPresent()) {
            if (strays.hasName(record.key())) {
                keep(time.getAsLong(), at.offset(), record);
            }
        } else {
            strays.read(ticks, record.value()).filter(clock::advance).ifPresent(tick -> {
                moveFrontier();
                closeBuckets(record.timestamp());
            });
        }
    }

    private void decide(Record<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            strays.drop("no-act");
        } else {
            acts.keep(Wire.text(record.key()), record.value())
                    .ifPresentOrElse(act -> heed(act, record), () -> strays.drop("no-act-of-ours"));
        }
    }

    private void keep(long time, long offset, Record<byte[], byte[]> record) {
        long bucket = Math.max(bucketOf(time), frontier);
        Waiting exchange = new Waiting(bucket, Bytes.wrap(record.key()), offset, record.value());
        if (bucket > time) {
            pending.holdLate(exchange);
            strays.read(exchanges, record.value())
                    .ifPresent(late -> plan.progress()
                            .passed(StreamPlan.Bound.LATE, late.origin().partition(), 1));
        } else {
            pending.hold(exchange);
        }
        if (pending.waiting() > mostPending && closeOldest()) {
            plan.progress()
                    .passed(
                            StreamPlan.Bound.BUCKET_CLOSED_EARLY,
                            context().taskId().partition(),
                            1);
            closeBuckets(record.timestamp());
        }
    }

    /** Lets the oldest bucket close though its time has not come; says whether there was one. */
    private boolean closeOldest() {
        Optional<Long> oldest = pending.firstBucket();
        oldest.ifPresent(bucket -> frontier = Math.max(frontier, bucket + timing.bucket()));
        return oldest.isPresent();
    }

    private long bucketOf(long time) {
        return Math.floorDiv(time, timing.bucket()) * timing.bucket();
    }

    /** The event time of an exchange; empty for whatever else. */
    private OptionalLong timeOf(byte @Nullable [] value) {
        try {
            return value == null ? OptionalLong.empty() : stream.arrivalTime(value);
        } catch (WireException e) {
            return OptionalLong.empty();
        }
    }

    private Optional<Waiting> waiting(long offset, byte[] account, byte[] value) {
        OptionalLong time = Wire.isName(account) ? timeOf(value) : OptionalLong.empty();
        return time.isPresent()
                ? Optional.of(new Waiting(bucketOf(time.getAsLong()), Bytes.wrap(account), offset, value))
                : Optional.empty();
    }

    /** An act on an account wakes its judgement; one on a ring, and one partition's promotions, go to who judges rings. */
    private void heed(Act act, Record<byte[], byte[]> record) {
        boolean promotes = act.kind() == Act.Kind.PROMOTE;
        if (RingName.isOne(act.subject()) || promotes && context().taskId().partition() == 0) {
            context().forward(record, NodeName.EDGES_SINK.label());
        }
        if (!RingName.isOne(act.subject())) {
            wakeFor(act.subject(), act);
        }
    }

    private void wakeFor(String subject, Act act) {
        pending.wake(new PendingPlace(Math.max(bucketOf(act.time()), frontier), Bytes.wrap(Wire.key(subject))));
    }

    /** Buckets that start before the frontier are closed. */
    private void moveFrontier() {
        long watermark = clock.watermark();
        if (watermark == Tick.END) {
            frontier = Math.max(frontier, bucketOf(clock.last()) + timing.bucket());
        } else if (watermark != Long.MIN_VALUE) {
            frontier = Math.max(frontier, bucketOf(watermark - timing.allowance()));
        }
    }

    private void closeBuckets(long timestamp) {
        if (ended || frontier == Long.MIN_VALUE) {
            return;
        }
        judged = 0;
        long work = 0;
        Optional<Pending.Due> due = pending.next(frontier);
        while (due.isPresent()) {
            work += judge(due.get(), timestamp);
            due = work < TURN_WORK ? pending.next(frontier) : Optional.empty();
        }
        pending.keepClosed();
        if (judged > 0) {
            plan.progress().judged(context().taskId().partition(), judged);
        }
        if (work < TURN_WORK) {
            ended = clock.watermark() == Tick.END;
            // A replay is bounded by its files: going through its states once a day of event time would only cost.
            if (!plan.replay()) {
                silent.look(frontier, timestamp);
            }
            tick(ended ? Tick.END : Math.floorDiv(frontier, timing.epoch()) * timing.epoch(), timestamp);
        }
    }

    /** Tells the task that forms rings that all up to an instant has been judged, on both topics that it reads. */
    private void tick(long reached, long timestamp) {
        if (reached <= ticked) {
            return;
        }
        ticked = reached;
        int own = context().taskId().partition();
        int all = plan.partitions();
        context()
                .forward(
                        new Record<>(null, ticks.encode(new Tick(own, 2 * all, reached, false)), timestamp),
                        NodeName.EDGES_SINK.label());
        // A compacted topic takes no record without a key: no account is named like this one.
        context()
                .forward(
                        new Record<>(
                                ByteBuffer.allocate(1 + Integer.BYTES)
                                        .put((byte) 0)
                                        .putInt(own)
                                        .array(),
                                ticks.encode(new Tick(all + own, 2 * all, reached, false)),
                                timestamp),
                        NodeName.CONTRIBUTIONS_SINK.label());
    }

    private long judge(Pending.Due due, long timestamp) {
        List<Exchange> group = new ArrayList<>(due.exchanges().size());
        Bytes account = due.place().account();
        String name = Wire.text(account.get());
        due.exchanges()
                .forEach(value -> strays.read(exchanges, value).ifPresent(exchange -> {
                    if (exchange.account().equals(name)) {
                        group.add(exchange);
                    } else {
                        strays.drop("key-is-not-its-account");
                    }
                }));
        group.sort(ORDER);
        long asOf = due.place().bucket() + timing.bucket();
        if (desk.judge(name, asOf, group, policies.book(), timestamp)) {
            pending.wake(new PendingPlace(bucketOf(DayCell.MILLIS * (DayCell.dayOf(asOf - 1) + 1L)), account));
        }
        judged += group.size();
        return Math.max(1, group.size());
    }
}
