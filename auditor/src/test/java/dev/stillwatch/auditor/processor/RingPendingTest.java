// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stillwatch.policies.act.Act;
import dev.stillwatch.policies.ring.ArtefactKind;
import dev.stillwatch.policies.ring.Contribution;
import dev.stillwatch.policies.ring.Edge;
import dev.stillwatch.policies.standing.Tier;
import dev.stillwatch.policies.tick.Tick;
import dev.stillwatch.policies.topic.Topic;
import dev.stillwatch.policies.wire.ContributionCodec;
import dev.stillwatch.policies.wire.EdgeCodec;
import dev.stillwatch.policies.wire.TickCodec;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for its epoch: taken in the order of time, and the same after a restart at any point. */
class RingPendingTest {
    private static final long EPOCH = 300;

    @TempDir
    private File directory;

    private final Map<Topic, List<byte[]>> topics = new EnumMap<>(Topic.class);
    private final List<String> taken = new ArrayList<>();

    @Test
    void whatSpeaksOfAnEpochIsTakenWithItInTheOrderOfTime() {
        RingPending pending = pending(context());
        contribute(pending, "b", 250);
        contribute(pending, "b", 200);
        link(pending, "a", 300);
        link(pending, "a", 301);
        take(pending, EPOCH);
        assertThat(taken).containsExactly("edge a 300", "contribution b 200", "contribution b 250");
        assertThat(pending.first()).contains(301L);
    }

    @Test
    void edgesThatNobodyReadsDoNotWait() {
        RingPending pending = pending(context());
        pending.holdEdge(0, new EdgeCodec().encode(edge("a", ArtefactKind.NETWORK, 10)));
        assertThat(pending.first()).isEmpty();
    }

    @Test
    void anActWaitsInItsStoreWhateverTheTopicTells() {
        MockProcessorContext<byte[], byte[]> context = context();
        RingPending pending = pending(context);
        Act act = new Act("act-1", "ring-1", Act.Kind.SUPPRESS, Tier.CLEAR, 0, Act.Verdict.NONE, "ann", "", 20, 0);
        pending.holdAct(20, act, "the act".getBytes(StandardCharsets.UTF_8));
        pending = pending(context);
        assertThat(pending.first()).contains(20L);
        take(pending, EPOCH);
        assertThat(taken).containsExactly("act the act");
        assertThat(pending.first()).isEmpty();
    }

    @Test
    void anyRunWithRestartsTakesAsOneWithout() {
        for (int seed = 0; seed < 100; seed++) {
            List<String> calm = play(seed, false);
            assertThat(play(seed, true)).as("seed %d", seed).isEqualTo(calm);
        }
    }

    private List<String> play(int seed, boolean restarts) {
        topics.clear();
        taken.clear();
        Random random = new Random(seed);
        MockProcessorContext<byte[], byte[]> context = context();
        RingPending pending = pending(context);
        long done = 0;
        for (int step = 0; step < 80; step++) {
            long asOf = done + 1 + random.nextInt(3 * (int) EPOCH);
            String account = "a" + random.nextInt(4);
            switch (random.nextInt(4)) {
                case 0 -> link(pending, account, asOf);
                case 1 -> contribute(pending, account, asOf);
                case 2 -> append(Topic.CONTRIBUTIONS, new TickCodec().encode(new Tick(0, 1, asOf, false)));
                default -> {
                    done += EPOCH;
                    take(pending, done);
                }
            }
            if (random.nextInt(5) == 0 && restarts) {
                pending = pending(context);
            }
        }
        take(pending, Long.MAX_VALUE - 1);
        return List.copyOf(taken);
    }

    private void take(RingPending pending, long end) {
        pending.take(
                end,
                edge -> taken.add("edge " + edge.account() + " " + edge.asOf()),
                (one, value) -> taken.add("contribution " + one.account() + " " + one.asOf()),
                act -> taken.add("act " + new String(act, StandardCharsets.UTF_8)));
        pending.keepTaken();
    }

    private void link(RingPending pending, String account, long asOf) {
        byte[] value = new EdgeCodec().encode(edge(account, ArtefactKind.SKELETON, asOf));
        pending.holdEdge(append(Topic.EDGES, value), value);
    }

    private void contribute(RingPending pending, String account, long asOf) {
        byte[] value = new ContributionCodec()
                .encode(new Contribution(account, "", asOf, new byte[0], new byte[0], new byte[0], 0, 0));
        pending.holdContribution(append(Topic.CONTRIBUTIONS, value), value);
    }

    private static Edge edge(String account, ArtefactKind kind, long asOf) {
        return new Edge(account, kind, 7, 0, 1, 1, asOf);
    }

    private long append(Topic topic, byte[] value) {
        List<byte[]> records = topics.computeIfAbsent(topic, name -> new ArrayList<>());
        records.add(value);
        return records.size() - 1L;
    }

    private RingPending pending(MockProcessorContext<byte[], byte[]> context) {
        return new RingPending(
                context,
                (topic, partition, from, sink) -> {
                    List<byte[]> records = topics.getOrDefault(topic, List.of());
                    for (int offset = (int) from; offset < records.size(); offset++) {
                        sink.take(offset, new byte[] {1}, records.get(offset));
                    }
                },
                edge -> edge.kind() == ArtefactKind.SKELETON);
    }

    private MockProcessorContext<byte[], byte[]> context() {
        MockProcessorContext<byte[], byte[]> context =
                new MockProcessorContext<>(new Properties(), new TaskId(4, 0), directory);
        InMemoryStores.open(
                context,
                StoreName.RING_CLOCK,
                StoreName.RING_PENDING,
                StoreName.RING_PENDING_EDGES,
                StoreName.RING_PENDING_CONTRIBUTIONS);
        return context;
    }
}
