// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.profile.DayCell;
import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.exchange.Exchange;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.tick.ExchangeStream;
import dev.stillwatch.policies.tick.Tick;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ActCodec;
import dev.stillwatch.policies.wire.ExchangeStreamCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

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

    /** Before every key. */
    private static final Bytes START = Bytes.wrap(new byte[0]);
    /** Exchanges of one partition that wait for their bucket to close: some 1 GB on disk. */
    static final long MOST_PENDING = 2_000_000;

    private final StreamPlan plan;
    private final long mostPending;
    private final Policy.Timing timing;
    private final ExchangeStreamCodec exchanges = new ExchangeStreamCodec();
    private final AccountJudge judge;

    private TickStore clock;
    private KeyValueStore<Bytes, byte[]> pending;
    private PolicyShelf policies;
    private ActShelf acts;
    private CaseDesk desk;
    private long frontier = Long.MIN_VALUE;
    /** First bucket for which judging has made a wake since the pending store was last opened. */
    private long wake = Long.MAX_VALUE;

    private long waiting;
    private long judged;
    private Bytes judgedTo = START;
    private boolean ended;

    /** For one partition of the exchanges. */
    public JudgeProcessor(StreamPlan plan) {
        // A replay may keep all of its input open: it is bounded by its files.
        this(plan, plan.replay() ? Long.MAX_VALUE : MOST_PENDING);
    }

    @SuppressWarnings("NullAway.Init")
    JudgeProcessor(StreamPlan plan, long mostPending) {
        this.plan = plan;
        this.mostPending = mostPending;
        this.timing = plan.fallback().timing();
        this.judge = plan.judges().get();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        clock = new TickStore(context.getStateStore(StoreName.JUDGE_CLOCK.label()));
        pending = context.getStateStore(StoreName.PENDING.label());
        policies = new PolicyShelf(context.getStateStore(StoreName.POLICY_BOOK.label()), plan.fallback());
        acts = new ActShelf(context.getStateStore(StoreName.SUBJECT_ACTS.label()), new ActCodec(plan.key()));
        judgedTo = START;
        desk = new CaseDesk(context, judge, acts, plan);
        moveFrontier();
        try (KeyValueIterator<Bytes, byte[]> entries = pending.all()) {
            entries.forEachRemaining(entry -> waiting += entry.value.length > 0 ? 1 : 0);
        }
        context.schedule(TURN, PunctuationType.WALL_CLOCK_TIME, now -> {
            policies.refresh();
            closeBuckets(now);
        });
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (record.key() != null
                && context().recordMetadata().orElseThrow().topic().endsWith(Topic.ACTS.topicName())) {
            String subject = Wire.text(record.key());
            acts.keep(subject, record.value()).ifPresent(act -> wakeFor(subject, act));
            return;
        }
        ExchangeStream value = Wire.own(exchanges, record.value());
        if (value instanceof ExchangeStream.Arrival arrival) {
            keep(arrival.exchange(), record);
        } else if (value instanceof Tick tick && clock.advance(tick)) {
            moveFrontier();
            closeBuckets(record.timestamp());
        }
    }

    private void keep(Exchange exchange, Record<byte[], byte[]> record) {
        long bucket = bucketFor(exchange.time());
        if (bucket > exchange.time()) {
            plan.progress().passed(StreamPlan.Bound.LATE, exchange.origin().partition(), 1);
        }
        pending.put(PendingKey.of(bucket, exchange), record.value());
        waiting++;
        if (waiting > mostPending && closeOldest()) {
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
        try (KeyValueIterator<Bytes, byte[]> entries = pending.range(judgedTo, null)) {
            if (!entries.hasNext()) {
                return false;
            }
            frontier = Math.max(frontier, PendingKey.bucketOf(entries.peekNextKey()) + timing.bucket());
            return true;
        }
    }

    /** An exchange's own bucket, or when that has closed the first one that has not. */
    private long bucketFor(long time) {
        return Math.max(Math.floorDiv(time, timing.bucket()) * timing.bucket(), frontier);
    }

    private void wakeFor(String subject, Act act) {
        pending.put(PendingKey.wake(bucketFor(act.time()), subject), new byte[0]);
    }

    /** Buckets that start before the frontier are closed. */
    private void moveFrontier() {
        long watermark = clock.watermark();
        if (watermark == Tick.END) {
            frontier = Math.max(
                    frontier, Math.floorDiv(clock.last(), timing.bucket()) * timing.bucket() + timing.bucket());
        } else if (watermark != Long.MIN_VALUE) {
            frontier = Math.max(
                    frontier, Math.floorDiv(watermark - timing.allowance(), timing.bucket()) * timing.bucket());
        }
    }

    private void closeBuckets(long timestamp) {
        if (ended || frontier == Long.MIN_VALUE) {
            return;
        }
        judged = 0;
        long work = 0;
        do {
            wake = Long.MAX_VALUE;
            work += closeUntilWake(timestamp, TURN_WORK - work);
        } while (wake < frontier && work < TURN_WORK);
        if (judged > 0) {
            plan.progress().judged(context().taskId().partition(), judged);
        }
        if (work < TURN_WORK && clock.watermark() == Tick.END) {
            ended = true;
            plan.progress().ended(context().taskId().partition());
        }
    }

    /**
     * Closes buckets in order, up to the first for which judging made a wake: an iterator does not see what is put
     * while it runs, and the order of buckets must not hang on how many close in one turn.
     *
     * @return exchanges judged, and one for each judgement without any; at least {@code most} when there may be more
     */
    private long closeUntilWake(long timestamp, long most) {
        List<Exchange> group = new ArrayList<>();
        long bucket = Long.MIN_VALUE;
        String account = "";
        long work = 0;
        // Nothing comes before what was judged last; a scan from the start would read every deleted entry again.
        try (KeyValueIterator<Bytes, byte[]> entries = pending.range(judgedTo, null)) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                long of = PendingKey.bucketOf(entry.key);
                if (of >= frontier) {
                    break;
                }
                String who = PendingKey.accountOf(entry.key);
                if (of != bucket || !who.equals(account)) {
                    work += judge(account, bucket, group, timestamp);
                    group.clear();
                    account = "";
                    if (work >= most || of >= wake) {
                        return work;
                    }
                    bucket = of;
                    account = who;
                }
                if (entry.value.length > 0 && Wire.own(exchanges, entry.value) instanceof ExchangeStream.Arrival a) {
                    group.add(a.exchange());
                    waiting--;
                }
                pending.delete(entry.key);
                judgedTo = entry.key;
            }
        }
        return work + judge(account, bucket, group, timestamp);
    }

    private long judge(String account, long bucket, List<Exchange> group, long timestamp) {
        if (account.isEmpty()) {
            return 0;
        }
        long asOf = bucket + timing.bucket();
        if (desk.judge(account, asOf, group, policies.book(), timestamp)) {
            long dayEnd = DayCell.MILLIS * (DayCell.dayOf(asOf - 1) + 1L);
            long last = Math.floorDiv(dayEnd, timing.bucket()) * timing.bucket();
            wake = Math.min(wake, last);
            pending.put(PendingKey.wake(last, account), new byte[0]);
        }
        judged += group.size();
        return Math.max(1, group.size());
    }
}
