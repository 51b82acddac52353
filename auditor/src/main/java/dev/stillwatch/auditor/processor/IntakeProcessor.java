// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.clock.Silence;
import dev.stillwatch.auditor.clock.SourceClock;
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
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raw records in; exchanges, parts, rejects and the source's ticks out. A tick leaves after every exchange before it,
 * in the same transaction. How often it ticks decides when buckets close, never what they hold.
 */
public final class IntakeProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeProcessor.class);

    /** Header of the control record that ends a source partition's input in a replay. */
    public static final String END_HEADER = "stillwatch-end";

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Bytes REACHED = Bytes.wrap(new byte[] {0});
    private static final Bytes WATCH = Bytes.wrap(new byte[] {1});

    private final StreamPlan plan;
    private final ExchangeStreamCodec exchanges = new ExchangeStreamCodec();
    private final FragmentStreamCodec fragments = new FragmentStreamCodec();
    private final RejectCodec rejects = new RejectCodec();
    private final UsageStep step;
    private final FormatWatch formats = new FormatWatch((format, blindness) ->
            LOG.warn("the first {} records of format {} are blind on {}", FormatWatch.ENOUGH, format, blindness));

    private SourceClock clock = new SourceClock(0, SourceClock.NOTHING);
    private SourceBook sources;
    private PolicyShelf shelf;
    private KeyValueStore<Bytes, byte[]> store;
    private long ticked = SourceClock.NOTHING;
    private long heard;
    private Silence silence = Silence.NONE;
    private RejectWatch watch = new RejectWatch("");
    private boolean watched;

    /** For one source partition. */
    @SuppressWarnings("NullAway.Init")
    public IntakeProcessor(StreamPlan plan) {
        this.plan = plan;
        this.step =
                new UsageStep(plan.registry(), plan.format(), plan.assemblers().get());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        store = context.getStateStore(StoreName.SOURCE_CLOCK.label());
        shelf = new PolicyShelf(context.getStateStore(StoreName.POLICY_BOOK.label()), plan.fallback());
        sources = new SourceBook(shelf.book());
        byte[] reached = store.get(REACHED);
        clock = new SourceClock(
                plan.lead(),
                reached == null ? SourceClock.NOTHING : ByteBuffer.wrap(reached).getLong());
        heard = context.currentSystemTimeMs();
        String source = Topic.USAGE.topicName() + "/" + context.taskId().partition();
        byte[] before = store.get(WATCH);
        watch = before == null ? new RejectWatch(source) : RejectWatch.decode(source, before);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::onWallClock);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        if (plan.replay() && record.headers().lastHeader(END_HEADER) != null) {
            // How far it got goes ahead of the end: the last of these is the run's last instant.
            send(new Tick(at.partition(), plan.sources(), clock.watermark(), false), record.timestamp());
            send(Tick.end(at.partition(), plan.sources()), record.timestamp());
            return;
        }
        heard = context().currentSystemTimeMs();
        byte[] raw = record.value() == null ? new byte[0] : record.value();
        long latest = plan.latest().applyAsLong(record.timestamp());
        UsageStep.Outcome outcome = step.read(
                raw,
                new UsageStep.Place(at.topic(), at.partition(), at.offset()),
                sources::at,
                record.timestamp(),
                latest);
        for (Exchange exchange : outcome.whole()) {
            clock.observe(exchange.time(), record.timestamp());
            context()
                    .forward(
                            new Record<>(
                                    Wire.key(exchange.account()),
                                    exchanges.encode(new ExchangeStream.Arrival(exchange)),
                                    record.timestamp()),
                            NodeName.EXCHANGES_SINK.label());
        }
        for (Fragment part : outcome.parts()) {
            clock.observe(part.exchange().time(), record.timestamp());
            context()
                    .forward(
                            new Record<>(Wire.key(part.correlation()), fragments.encode(part), record.timestamp()),
                            NodeName.FRAGMENTS_SINK.label());
        }
        for (Reject reject : outcome.rejects()) {
            context()
                    .forward(
                            new Record<>(Wire.key(reject.source()), rejects.encode(reject), record.timestamp()),
                            NodeName.INTAKE_REJECTS_SINK.label());
        }
        if (!plan.replay()) {
            watch(outcome, record.timestamp());
        }
    }

    // In a replay the summary says what was rejected, and all arrive in one hour.
    private void watch(UsageStep.Outcome outcome, long arrival) {
        List<String> reasons = outcome.rejects().stream().map(Reject::reason).toList();
        int members = outcome.whole().size() + outcome.parts().size() + reasons.size();
        watched = true;
        for (Exchange exchange : outcome.whole()) {
            formats.saw(exchange.origin().format(), exchange.present());
        }
        for (Fragment part : outcome.parts()) {
            formats.saw(part.exchange().origin().format(), part.exchange().present());
        }
        watch.count(arrival, members, reasons, () -> sources.policyAt(arrival)).ifPresent(finding -> {
            byte[] key = Wire.key(finding.head().subject());
            byte[] alert = plan.findings().apply(finding);
            context().forward(new Record<>(key, alert, arrival), NodeName.SOURCE_HEALTH_SINK.label());
            keepWatch();
        });
    }

    private void keepWatch() {
        store.put(WATCH, watch.encode());
        watched = false;
    }

    private void onWallClock(long now) {
        if (shelf.refresh()) {
            sources = new SourceBook(shelf.book());
        }
        if (watched) {
            keepWatch();
        }
        if (!plan.ticks()) {
            return;
        }
        Silence silent = plan.replay()
                ? Silence.NONE
                : Silence.after(now - heard, plan.fallback().timing());
        long bucket = plan.fallback().timing().bucket();
        // A bucket closes at its end plus the allowance: a tick at its end alone would let it wait for the next one.
        long allowance = plan.fallback().timing().allowance();
        boolean crossed = clock.watermark() != SourceClock.NOTHING
                && (ticked == SourceClock.NOTHING
                        || Math.floorDiv(clock.watermark() - allowance, bucket)
                                > Math.floorDiv(ticked - allowance, bucket));
        if (crossed || silent != silence) {
            silence = silent;
            ticked = clock.watermark();
            store.put(REACHED, ByteBuffer.allocate(Long.BYTES).putLong(ticked).array());
            send(
                    new Tick(
                            context().taskId().partition(),
                            plan.sources(),
                            silence.watermark(ticked, plan.fallback().timing()),
                            silence != Silence.NONE),
                    now);
        }
    }

    private void send(Tick tick, long now) {
        context().forward(new Record<>(null, fragments.encode(tick), now), NodeName.FRAGMENTS_SINK.label());
    }
}
