// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.runtime;

import dev.stillwatch.auditor.alert.OcsfWriter;
import dev.stillwatch.auditor.alert.Techniques;
import dev.stillwatch.auditor.processor.StreamPlan;
import dev.stillwatch.auditor.topology.AuditorTopology;
import dev.stillwatch.policies.policy.Policy;
import dev.stillwatch.policies.topic.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/** The auditor's streams application on one cluster, from start to stop. */
public final class Auditor implements AutoCloseable {
    private static final int RESTARTS = 5;
    private static final Duration RESTART_WINDOW = Duration.ofMinutes(30);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final KafkaStreams streams;

    private Auditor(KafkaStreams streams) {
        this.streams = streams;
    }

    /**
     * Starts it. The topics must be there.
     *
     * @param settings where it runs
     * @param detection what it detects
     * @param format a format's name or {@code auto}
     * @param fallback judges until a snapshot is on the policies topic; its timing is the run's
     * @param progress hears how far it is
     * @throws BrokerUnavailableException when the cluster cannot be reached, lacks a topic, or has account topics that
     *     do not lie side by side
     */
    public static Auditor start(
            AuditorSettings settings,
            Detection detection,
            String format,
            Policy fallback,
            StreamPlan.Progress progress) {
        Map<Topic, Integer> partitions = partitions(settings);
        StreamPlan plan = plan(settings, detection, format, fallback, progress, partitions);
        Properties properties = settings.toProperties();
        KafkaStreams streams = new KafkaStreams(AuditorTopology.of(plan, properties, settings::topic), properties);
        streams.setUncaughtExceptionHandler(new CappedRestarts(RESTARTS, RESTART_WINDOW, InstantSource.system()));
        streams.start();
        return new Auditor(streams);
    }

    /** What the client is doing: {@code RUNNING}, {@code REBALANCING} while it restores, {@code ERROR} when it gave up. */
    public State state() {
        return streams.state();
    }

    /** Whether it reads and judges now. */
    public boolean isHealthy() {
        return streams.state() == State.RUNNING;
    }

    /** Whether it has stopped by itself and will not go on. */
    public boolean hasFailed() {
        return streams.state() == State.ERROR || streams.state() == State.PENDING_ERROR;
    }

    /** Records still to be restored into local stores, over all stores. */
    public long restoring() {
        return streams.allLocalStorePartitionLags().values().stream()
                .flatMap(partitions -> partitions.values().stream())
                .mapToLong(lag -> Math.max(0, lag.offsetLag()))
                .sum();
    }

    /** The client's metrics, as Kafka names them. */
    public Map<MetricName, ? extends Metric> metrics() {
        return streams.metrics();
    }

    /** Shows every entry of every local store, for checks of what lies there. Only while it runs. */
    public void eachStored(StoreReading.Sink sink) {
        new StoreReading(streams).read(sink);
    }

    @Override
    public void close() {
        streams.close(STOP);
    }

    private static StreamPlan plan(
            AuditorSettings settings,
            Detection detection,
            String format,
            Policy fallback,
            StreamPlan.Progress progress,
            Map<Topic, Integer> partitions) {
        LongUnaryOperator latest;
        long lead;
        boolean replay;
        boolean ticks;
        if (settings.end() instanceof AuditorSettings.End.OfInput end) {
            latest = arrival -> end.latest();
            // A replayed file arrives all at once: its arrival says nothing about its clocks.
            lead = Long.MAX_VALUE;
            replay = true;
            ticks = end.ticks();
        } else {
            long future = ((AuditorSettings.End.Never) settings.end()).future().toMillis();
            latest = arrival -> arrival + future;
            lead = fallback.timing().allowance();
            replay = false;
            ticks = true;
        }
        return new StreamPlan(
                partitions.getOrDefault(Topic.USAGE, 1),
                partitions.getOrDefault(Topic.EXCHANGES, 1),
                detection.key(),
                format,
                detection.registry(),
                detection.assemblers(),
                detection.judges(),
                detection.rings(),
                fallback,
                latest,
                lead,
                replay,
                ticks,
                new OcsfWriter(Techniques.packaged(), detection.productVersion())::write,
                new CommittedRecords(settings),
                progress);
    }

    private static Map<Topic, Integer> partitions(AuditorSettings settings) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
            Topics topics = new Topics(admin, settings.topicPrefix());
            Set<Topic> missing = topics.missing(Topics.OF_AUDITOR);
            if (!missing.isEmpty()) {
                throw new BrokerUnavailableException(
                        "the cluster at " + settings.bootstrapServers() + " lacks the topics "
                                + missing.stream().map(settings::topic).sorted().collect(Collectors.joining(", "))
                                + "; let Stillwatch create them or create them yourself",
                        null);
            }
            Map<Topic, Integer> partitions = topics.partitions(Topics.OF_AUDITOR);
            Set<Integer> sideBySide = Set.of(Topic.EXCHANGES, Topic.ACTS, Topic.FRAGMENTS, Topic.MEMBERSHIPS).stream()
                    .map(topic -> partitions.getOrDefault(topic, 0))
                    .collect(Collectors.toUnmodifiableSet());
            if (sideBySide.size() != 1) {
                throw new BrokerUnavailableException(
                        "the topics of exchanges, acts, fragments and memberships need equal numbers of partitions, not "
                                + partitions,
                        null);
            }
            for (Topic whole : Set.of(Topic.EDGES, Topic.CONTRIBUTIONS)) {
                if (partitions.getOrDefault(whole, 0) != 1) {
                    throw new BrokerUnavailableException(
                            "the topic " + settings.topic(whole)
                                    + " needs one partition, because one task forms rings, not "
                                    + partitions.getOrDefault(whole, 0)
                                    + "; delete it while Stillwatch is stopped and let it be created again",
                            null);
                }
            }
            return partitions;
        }
    }
}
