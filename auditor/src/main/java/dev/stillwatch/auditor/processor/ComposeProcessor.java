// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.auditor.adjudicate.StandingComposer;
import dev.stillwatch.auditor.adjudicate.StandingComposer.Known;
import dev.stillwatch.policies.policy.Policy.PlanSizing;
import dev.stillwatch.policies.ring.Membership;
import dev.stillwatch.policies.standing.Standing;
import dev.stillwatch.policies.tick.Tick;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.Codec;
import dev.stillwatch.policies.wire.MembershipCodec;
import dev.stillwatch.policies.wire.StandingCodec;
import dev.stillwatch.policies.wire.TickCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
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
 * Makes standings of what the judge beside it holds of accounts and of what rings hand down, in the order of event time:
 * at one instant the account's own comes first. What the ring task says holds from the end of an epoch on, so an
 * account's own standing waits only when that task is more than an epoch behind, and a standing of the running epoch never
 * waits. Nothing flows back to the judge: what an account inherits is no evidence against it.
 */
public final class ComposeProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private static final Duration TURN = Duration.ofMillis(50);

    private final StreamPlan plan;
    private final long epoch;
    private final StandingCodec standings;
    private final MembershipCodec memberships;
    private final TickCodec ticks = new TickCodec();

    private Strays strays;
    private KeyValueStore<Bytes, byte[]> waiting;
    private KeyValueStore<Bytes, byte[]> known;
    private PolicyShelf policies;
    private TickStore clock;

    /** For one partition of the accounts. */
    @SuppressWarnings("NullAway.Init")
    public ComposeProcessor(StreamPlan plan) {
        this.plan = plan;
        this.epoch = plan.fallback().timing().epoch();
        this.standings = new StandingCodec(plan.key());
        this.memberships = new MembershipCodec(plan.key());
    }

    /**
     * What the judge sends in place of a standing of an account that it lets go of, at the end of a bucket: it holds just
     * before whatever is said of the account at that instant.
     */
    static byte[] lettingGo(long asOf) {
        return ByteBuffer.allocate(Long.BYTES).putLong(asOf - 1).array();
    }

    /** What the judge said of an account: how it stands, or that it lets go of it. */
    private record Said(long asOf, Optional<Standing> standing) {}

    private Said said(byte[] value) {
        // A standing is longer: its tag alone is.
        if (value.length == Long.BYTES) {
            return new Said(ByteBuffer.wrap(value).getLong(), Optional.empty());
        }
        Standing standing = Wire.own(standings, value);
        return new Said(standing.asOf(), Optional.of(standing));
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        strays = new Strays(context, plan);
        waiting = context.getStateStore(StoreName.COMPOSE_WAITING.label());
        known = context.getStateStore(StoreName.COMPOSED.label());
        clock = new TickStore(context.getStateStore(StoreName.COMPOSE_CLOCK.label()));
        policies = new PolicyShelf(context.getStateStore(StoreName.POLICY_BOOK.label()), plan.fallback());
        context.schedule(TURN, PunctuationType.WALL_CLOCK_TIME, now -> policies.refresh());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (!isHandedDown()) {
            own(record);
        } else if (record.value() != null && TickCodec.isTick(record.value())) {
            strays.read(ticks, record.value())
                    .filter(clock::advance)
                    .ifPresent(tick -> passed(tick, record.timestamp()));
        } else {
            strays.read(memberships, record.value()).ifPresent(membership -> {
                if (record.key() != null && membership.account().equals(Wire.text(record.key()))) {
                    release(membership.asOf(), record.timestamp());
                    inherit(record.key(), membership, record.timestamp());
                } else {
                    strays.drop("key-is-not-its-account");
                }
            });
        }
    }

    private void passed(Tick tick, long timestamp) {
        release(tick.isEnd() ? Tick.END : tick.watermark() + epoch, timestamp);
        if (tick.isEnd()) {
            plan.progress().ended(context().taskId().partition());
        }
    }

    // What the judge forwards has no place on the memberships topic.
    private boolean isHandedDown() {
        return context()
                .recordMetadata()
                .map(RecordMetadata::topic)
                .filter(topic -> topic.endsWith(Topic.MEMBERSHIPS.topicName()))
                .isPresent();
    }

    private void own(Record<byte[], byte[]> record) {
        Said said = said(record.value());
        long reached = clock.watermark();
        if (reached != Long.MIN_VALUE && (reached == Tick.END || said.asOf() <= reached + epoch)) {
            take(record.key(), said, record.timestamp());
        } else {
            waiting.put(
                    Bytes.wrap(ByteBuffer.allocate(Long.BYTES + record.key().length)
                            .putLong(said.asOf() ^ Long.MIN_VALUE)
                            .put(record.key())
                            .array()),
                    record.value());
        }
    }

    private void take(byte[] account, Said said, long timestamp) {
        said.standing().ifPresentOrElse(own -> compose(account, own, timestamp), () -> forget(account, timestamp));
    }

    /** Whom a ring still counts in keeps what it inherits. */
    private void forget(byte[] account, long timestamp) {
        Known now = read(account);
        if (now.membership().filter(Membership::belongs).isEmpty()) {
            known.delete(Bytes.wrap(account));
            now.published()
                    .ifPresent(standing -> context()
                            .forward(
                                    new Record<byte[], byte[]>(account, null, timestamp),
                                    NodeName.STANDINGS_SINK.label()));
        }
    }

    private void release(long until, long timestamp) {
        try (KeyValueIterator<Bytes, byte[]> entries = waiting.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                byte[] place = entry.key.get();
                if ((ByteBuffer.wrap(place).getLong() ^ Long.MIN_VALUE) > until) {
                    return;
                }
                waiting.delete(entry.key);
                take(Arrays.copyOfRange(place, Long.BYTES, place.length), said(entry.value), timestamp);
            }
        }
    }

    private void compose(byte[] account, Standing own, long timestamp) {
        Known now = read(account).withOwn(own);
        publish(account, now, StandingComposer.afterJudgement(now, sizing(own.asOf())), timestamp);
    }

    private void inherit(byte[] account, Membership membership, long timestamp) {
        Known now = read(account).withMembership(membership);
        Optional<Standing> standing = StandingComposer.afterMembership(now, sizing(membership.asOf()));
        if (standing.isPresent()) {
            publish(account, now, standing.get(), timestamp);
        } else {
            write(account, now);
        }
    }

    private void publish(byte[] account, Known now, Standing standing, long timestamp) {
        write(account, now.withPublished(standing));
        context()
                .forward(new Record<>(account, standings.encode(standing), timestamp), NodeName.STANDINGS_SINK.label());
    }

    private PlanSizing sizing(long time) {
        return policies.book().at(time).ladder().plan();
    }

    private Known read(byte[] account) {
        byte[] bytes = known.get(Bytes.wrap(account));
        if (bytes == null) {
            return Known.NOTHING;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Known(part(in, standings), part(in, memberships), part(in, standings));
    }

    private void write(byte[] account, Known now) {
        byte[] own = now.own().map(standings::encode).orElse(new byte[0]);
        byte[] inherited = now.membership().map(memberships::encode).orElse(new byte[0]);
        byte[] published = now.published().map(standings::encode).orElse(new byte[0]);
        ByteBuffer out = ByteBuffer.allocate(3 * Integer.BYTES + own.length + inherited.length + published.length);
        for (byte[] part : new byte[][] {own, inherited, published}) {
            out.putInt(part.length).put(part);
        }
        known.put(Bytes.wrap(account), out.array());
    }

    private static <T> Optional<T> part(ByteBuffer in, Codec<T> codec) {
        byte[] part = new byte[in.getInt()];
        in.get(part);
        return part.length == 0 ? Optional.empty() : Optional.of(Wire.own(codec, part));
    }
}
