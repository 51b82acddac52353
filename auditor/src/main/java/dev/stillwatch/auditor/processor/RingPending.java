// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.Codec;
import dev.stillwatch.policies.wire.ContributionCodec;
import dev.stillwatch.policies.wire.EdgeCodec;
import dev.stillwatch.policies.wire.WireException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What waits for its epoch to close. Edges and contributions wait in memory and are read from their topics once more
 * after a restart ({@link Pending}); acts are few, may count later than they say, and wait in a store. One thread.
 */
final class RingPending {
    /** Edges held in memory: some 60 MB. */
    private static final int MOST_EDGES = 200_000;
    /** Contributions held in memory: some 100 MB. */
    private static final int MOST_CONTRIBUTIONS = 50_000;

    private static final Bytes EDGES_MARK = Bytes.wrap(new byte[] {4});
    private static final Bytes CONTRIBUTIONS_MARK = Bytes.wrap(new byte[] {5});

    private final EdgeCodec edgeCodec = new EdgeCodec();
    private final ContributionCodec contributionCodec = new ContributionCodec();
    private final Predicate<Edge> wanted;
    private final Pending edges;
    private final Pending contributions;
    private final KeyValueStore<Bytes, byte[]> acts;

    /**
     * As the stores and the topics have it.
     *
     * @param wanted edges that somebody reads
     */
    RingPending(ProcessorContext<byte[], byte[]> context, Rereading rereading, Predicate<Edge> wanted) {
        this.wanted = wanted;
        KeyValueStore<Bytes, byte[]> clock = context.getStateStore(StoreName.RING_CLOCK.label());
        edges = new Pending(clock, EDGES_MARK, context.getStateStore(StoreName.RING_PENDING_EDGES.label()), MOST_EDGES);
        contributions = new Pending(
                clock,
                CONTRIBUTIONS_MARK,
                context.getStateStore(StoreName.RING_PENDING_CONTRIBUTIONS.label()),
                MOST_CONTRIBUTIONS);
        acts = context.getStateStore(StoreName.RING_PENDING.label());
        int partition = context.taskId().partition();
        edges.reread(rereading, Topic.EDGES, partition, (offset, key, value) -> edge(offset, value));
        contributions.reread(
                rereading, Topic.CONTRIBUTIONS, partition, (offset, key, value) -> contribution(offset, value));
    }

    /** Takes an edge, when somebody reads its kind; says whether it was one. */
    boolean holdEdge(long offset, byte[] value) {
        Optional<Edge> edge = read(edgeCodec, value);
        edge.flatMap(one -> waiting(one, offset, value)).ifPresent(edges::hold);
        return edge.isPresent();
    }

    /** Takes a contribution; says whether it was one. */
    boolean holdContribution(long offset, byte[] value) {
        Optional<Waiting> contribution = contribution(offset, value);
        contribution.ifPresent(contributions::hold);
        return contribution.isPresent();
    }

    /**
     * An act, which counts from an instant on.
     *
     * @param from not before the last epoch that has closed
     */
    void holdAct(long from, Act act, byte[] value) {
        byte[] name = Wire.key(act.id());
        acts.put(
                Bytes.wrap(ByteBuffer.allocate(Long.BYTES + name.length)
                        .putLong(from ^ Long.MIN_VALUE)
                        .put(name)
                        .array()),
                value);
    }

    /** The first instant that anything here speaks of; empty when nothing waits. */
    Optional<Long> first() {
        Optional<Long> act = Optional.empty();
        try (KeyValueIterator<Bytes, byte[]> entries = acts.all()) {
            if (entries.hasNext()) {
                act = Optional.of(ByteBuffer.wrap(entries.next().key.get()).getLong() ^ Long.MIN_VALUE);
            }
        }
        return Stream.of(edges.firstBucket(), contributions.firstBucket(), act)
                .flatMap(Optional::stream)
                .min(Long::compare);
    }

    /** Takes out what speaks of instants up to the end of an epoch, each kind in the order of time and account. */
    void take(long end, Consumer<Edge> edgeTaker, ContributionTaker contributionTaker, Consumer<byte[]> actTaker) {
        takeFrom(edges, end, value -> edgeTaker.accept(Wire.own(edgeCodec, value)));
        takeFrom(contributions, end, value -> contributionTaker.take(Wire.own(contributionCodec, value), value));
        Bytes after = Bytes.wrap(ByteBuffer.allocate(Long.BYTES)
                .putLong(end + 1 ^ Long.MIN_VALUE)
                .array());
        try (KeyValueIterator<Bytes, byte[]> entries = acts.range(null, after)) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                actTaker.accept(entry.value);
                acts.delete(entry.key);
            }
        }
    }

    /** Writes down how far it was taken. */
    void keepTaken() {
        edges.keepClosed();
        contributions.keepClosed();
    }

    /** Takes a contribution with its encoding. */
    @FunctionalInterface
    interface ContributionTaker {
        /** One contribution. */
        void take(Contribution contribution, byte[] value);
    }

    private static void takeFrom(Pending pending, long end, Consumer<byte[]> taker) {
        Optional<Pending.Due> due = pending.next(end + 1);
        while (due.isPresent()) {
            due.get().exchanges().forEach(taker);
            due = pending.next(end + 1);
        }
    }

    private Optional<Waiting> edge(long offset, byte[] value) {
        return read(edgeCodec, value).flatMap(edge -> waiting(edge, offset, value));
    }

    private Optional<Waiting> waiting(Edge edge, long offset, byte[] value) {
        byte[] account = Wire.key(edge.account());
        return wanted.test(edge) && Wire.isName(account)
                ? Optional.of(new Waiting(edge.asOf(), Bytes.wrap(account), offset, value))
                : Optional.empty();
    }

    private Optional<Waiting> contribution(long offset, byte[] value) {
        return read(contributionCodec, value)
                .filter(one -> Wire.isName(Wire.key(one.account())))
                .map(one -> new Waiting(one.asOf(), Bytes.wrap(Wire.key(one.account())), offset, value));
    }

    /** The value of the bytes; empty for ticks, acts, and whatever else stands on the topic. */
    private static <T> Optional<T> read(Codec<T> codec, byte[] value) {
        try {
            return Optional.of(codec.decode(value));
        } catch (WireException e) {
            return Optional.empty();
        }
    }
}
