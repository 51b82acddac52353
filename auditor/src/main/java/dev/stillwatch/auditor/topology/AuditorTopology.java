// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.topology;

import dev.stillwatch.auditor.processor.ComposeProcessor;
import dev.stillwatch.auditor.processor.IntakeProcessor;
import dev.stillwatch.auditor.processor.JudgeProcessor;
import dev.stillwatch.auditor.processor.MergeProcessor;
import dev.stillwatch.auditor.processor.NodeName;
import dev.stillwatch.auditor.processor.PolicyProcessor;
import dev.stillwatch.auditor.processor.RingProcessor;
import dev.stillwatch.auditor.processor.StoreName;
import dev.stillwatch.auditor.processor.StreamPlan;
import dev.stillwatch.policies.topic.Topic;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.state.StoreBuilder;

/** Which step reads and writes what. Wiring only. */
public final class AuditorTopology {
    private final Topology topology;
    private final Function<Topic, String> names;

    private AuditorTopology(Properties properties, Function<Topic, String> names) {
        this.topology = new Topology(new TopologyConfig(new StreamsConfig(properties)));
        this.names = names;
    }

    /**
     * The topology.
     *
     * @param plan what the processors are made of
     * @param properties those of the client: naming is only enforced when the topology knows them
     * @param names each topic's name on this cluster
     */
    public static Topology of(StreamPlan plan, Properties properties, Function<Topic, String> names) {
        AuditorTopology wiring = new AuditorTopology(properties, names);
        wiring.policies();
        wiring.intake(plan);
        wiring.merge(plan);
        wiring.judge(plan);
        wiring.compose(plan);
        wiring.rings(plan);
        return wiring.topology;
    }

    private void policies() {
        topology.addGlobalStore(
                Stores.inMemory(StoreName.POLICY_BOOK).withLoggingDisabled(),
                NodeName.POLICIES_SOURCE.label(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                names.apply(Topic.POLICIES),
                NodeName.POLICIES.label(),
                PolicyProcessor::new);
    }

    private void intake(StreamPlan plan) {
        source(NodeName.USAGE_SOURCE, Topic.USAGE);
        topology.addProcessor(NodeName.INTAKE.label(), () -> new IntakeProcessor(plan), NodeName.USAGE_SOURCE.label());
        store(Stores.inMemory(StoreName.SOURCE_CLOCK), NodeName.INTAKE);
        sink(NodeName.EXCHANGES_SINK, Topic.EXCHANGES, NodeName.INTAKE);
        sink(NodeName.FRAGMENTS_SINK, Topic.FRAGMENTS, NodeName.INTAKE);
        sink(NodeName.INTAKE_REJECTS_SINK, Topic.REJECTS, NodeName.INTAKE);
        sink(NodeName.SOURCE_HEALTH_SINK, Topic.ALERTS, NodeName.INTAKE);
    }

    private void merge(StreamPlan plan) {
        source(NodeName.FRAGMENTS_SOURCE, Topic.FRAGMENTS);
        topology.addProcessor(
                NodeName.MERGE.label(), () -> new MergeProcessor(plan), NodeName.FRAGMENTS_SOURCE.label());
        store(Stores.inMemory(StoreName.MERGE_CLOCK), NodeName.MERGE);
        store(Stores.inMemory(StoreName.PARTS), NodeName.MERGE);
        sink(NodeName.MERGED_SINK, Topic.EXCHANGES, NodeName.MERGE);
        sink(NodeName.MERGE_REJECTS_SINK, Topic.REJECTS, NodeName.MERGE);
    }

    private void judge(StreamPlan plan) {
        source(NodeName.EXCHANGES_SOURCE, Topic.EXCHANGES);
        source(NodeName.ACTS_SOURCE, Topic.ACTS);
        topology.addProcessor(
                NodeName.JUDGE.label(),
                () -> new JudgeProcessor(plan),
                NodeName.EXCHANGES_SOURCE.label(),
                NodeName.ACTS_SOURCE.label());
        store(Stores.inMemory(StoreName.JUDGE_CLOCK), NodeName.JUDGE);
        store(Stores.persistent(StoreName.PENDING), NodeName.JUDGE);
        store(Stores.persistentWindows(StoreName.DUPLICATES), NodeName.JUDGE);
        store(Stores.persistent(StoreName.PROFILES).withCachingEnabled(), NodeName.JUDGE);
        store(Stores.persistent(StoreName.HISTORIES).withCachingEnabled(), NodeName.JUDGE);
        store(Stores.persistent(StoreName.SUBJECT_ACTS), NodeName.JUDGE);
        sink(NodeName.ALERTS_SINK, Topic.ALERTS, NodeName.JUDGE);
        sink(NodeName.CONTRIBUTIONS_SINK, Topic.CONTRIBUTIONS, NodeName.JUDGE);
        sink(NodeName.EDGES_SINK, Topic.EDGES, NodeName.JUDGE);
        sink(NodeName.JUDGE_REJECTS_SINK, Topic.REJECTS, NodeName.JUDGE);
    }

    private void compose(StreamPlan plan) {
        source(NodeName.MEMBERSHIPS_SOURCE, Topic.MEMBERSHIPS);
        topology.addProcessor(
                NodeName.COMPOSE.label(),
                () -> new ComposeProcessor(plan),
                NodeName.JUDGE.label(),
                NodeName.MEMBERSHIPS_SOURCE.label());
        store(Stores.inMemory(StoreName.COMPOSE_CLOCK), NodeName.COMPOSE);
        store(Stores.persistent(StoreName.COMPOSE_WAITING), NodeName.COMPOSE);
        store(Stores.persistent(StoreName.COMPOSED), NodeName.COMPOSE);
        sink(NodeName.STANDINGS_SINK, Topic.STANDINGS, NodeName.COMPOSE);
    }

    private void rings(StreamPlan plan) {
        source(NodeName.EDGES_SOURCE, Topic.EDGES);
        source(NodeName.CONTRIBUTIONS_SOURCE, Topic.CONTRIBUTIONS);
        topology.addProcessor(
                NodeName.RINGS.label(),
                () -> new RingProcessor(plan),
                NodeName.EDGES_SOURCE.label(),
                NodeName.CONTRIBUTIONS_SOURCE.label());
        store(Stores.inMemory(StoreName.RING_CLOCK), NodeName.RINGS);
        store(Stores.persistent(StoreName.RING_PENDING), NodeName.RINGS);
        store(Stores.persistent(StoreName.RING_PENDING_EDGES), NodeName.RINGS);
        store(Stores.persistent(StoreName.RING_PENDING_CONTRIBUTIONS), NodeName.RINGS);
        store(Stores.persistent(StoreName.RING_LINKS), NodeName.RINGS);
        store(Stores.persistent(StoreName.RING_CONTRIBUTIONS).withCachingEnabled(), NodeName.RINGS);
        store(Stores.persistent(StoreName.RING_OWNERS), NodeName.RINGS);
        store(Stores.persistent(StoreName.RINGS), NodeName.RINGS);
        store(Stores.persistent(StoreName.RING_ACTS), NodeName.RINGS);
        store(Stores.persistent(StoreName.RING_MEMBERS), NodeName.RINGS);
        sink(NodeName.MEMBERSHIPS_SINK, Topic.MEMBERSHIPS, NodeName.RINGS);
        sink(NodeName.RING_STANDINGS_SINK, Topic.STANDINGS, NodeName.RINGS);
        sink(NodeName.RING_ALERTS_SINK, Topic.ALERTS, NodeName.RINGS);
    }

    private void source(NodeName node, Topic topic) {
        topology.addSource(node.label(), new ByteArrayDeserializer(), new ByteArrayDeserializer(), names.apply(topic));
    }

    private void sink(NodeName node, Topic topic, NodeName parent) {
        topology.addSink(
                node.label(),
                names.apply(topic),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                new KeyedOrAll(),
                parent.label());
    }

    private void store(StoreBuilder<?> store, NodeName user) {
        topology.addStateStore(store, user.label());
    }
}
