// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.bench.forming;

import dev.stillwatch.auditor.ring.Artefact;
import dev.stillwatch.auditor.ring.Coincidence;
import dev.stillwatch.auditor.ring.Footprint;
import dev.stillwatch.auditor.ring.Ring;
import dev.stillwatch.auditor.ring.RingFinder;
import dev.stillwatch.auditor.ring.RingForest;
import dev.stillwatch.auditor.ring.Tie;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.policies.ring.ArtefactKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;

/** Forms the rings of one graph in both ways and says what each takes. */
public final class FormingBench {
    private static final int PARTITIONS = 4;
    private static final Duration COMMIT = Duration.ofMillis(100);
    private static final long LOOK_NANOS = 5_000_000;
    private static final double MEGABYTE = 1e6;
    /** The accounts of the campaigns told of in February 2026. */
    private static final int CAMPAIGN = 24_000;

    private static final Coincidence ANY = new Coincidence(2, 2, 1, 1);

    private final PrintWriter out;

    /** Reports there. */
    public FormingBench(PrintWriter out) {
        this.out = out;
    }

    /**
     * Runs the disjoint sets, a whole epoch's search, the judgement of one ring, then the labels.
     *
     * @param accounts accounts of the graph, at least 4
     * @param threads stream threads of the labels
     */
    public void run(int accounts, int threads) throws IOException {
        LinkGraph graph = new LinkGraph(accounts);
        forest(graph);
        finder(new Crowd(accounts));
        epoch(Math.min(accounts, CAMPAIGN));
        labels(graph, threads);
    }

    private void epoch(int members) {
        RingEpoch epoch = new RingEpoch(members);
        double all = epoch.decodingAll();
        out.printf(
                Locale.ROOT,
                "an epoch of one ring of %,d members: %.0f ms of CPU when every contribution is decoded, %.0f ms when only news are%n",
                members,
                all,
                epoch.decodingNews());
        out.flush();
    }

    /** Grows the forest twice, the second time warm, as an epoch does; returns its rings. */
    List<Ring> forest(LinkGraph graph) {
        List<Ring> rings = List.of();
        for (String round : List.of("cold", "warm")) {
            long used = used();
            long began = System.nanoTime();
            RingForest forest = new RingForest();
            long links = graph.tell((account, hub) -> forest.tie(tie(hub), List.of("acct-" + account), List.of(), hub));
            double linked = seconds(began);
            rings = forest.rings(2);
            double formed = seconds(began);
            out.printf(
                    Locale.ROOT,
                    "disjoint sets, %s: %,d links of %,d accounts in %.2f s, %,d rings after %.2f s, %.0f MB%n",
                    round,
                    links,
                    forest.accounts(),
                    linked,
                    rings.size(),
                    formed,
                    (used() - used) / MEGABYTE);
            out.flush();
        }
        return rings;
    }

    private static Tie tie(long hub) {
        return new Tie(new Artefact(ArtefactKind.SKELETON, hub), ArtefactKind.PAYMENT, ANY);
    }

    /** Finds the rings of a crowd, as an epoch does; returns them. */
    List<Ring> finder(Crowd crowd) {
        long before = used();
        List<Footprint> footprints = crowd.footprints();
        long held = used() - before;
        long links = footprints.stream()
                .mapToLong(footprint -> footprint.sightings().size())
                .sum();
        long began = System.nanoTime();
        List<Ring> rings = new RingFinder(Crowd.RULES).find(footprints);
        out.printf(
                Locale.ROOT,
                "rings of a crowd: %,d accounts, %,d links (%.0f MB as objects), %,d rings in %.2f s%n",
                footprints.size(),
                links,
                held / MEGABYTE,
                rings.size(),
                seconds(began));
        out.flush();
        return rings;
    }

    private void labels(LinkGraph graph, int threads) throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            String bootstrap = broker.bootstrapServers();
            createTopic(bootstrap);
            long given = fill(bootstrap, graph);
            LongAdder sent = new LongAdder();
            LongAdder heard = new LongAdder();
            AuditorSettings settings = new AuditorSettings(
                    bootstrap,
                    "forming",
                    "",
                    Files.createTempDirectory("stillwatch-forming"),
                    threads,
                    0,
                    Optional.empty(),
                    COMMIT,
                    new AuditorSettings.End.OfInput(Long.MAX_VALUE, true));
            long began = System.nanoTime();
            try (KafkaStreams streams =
                    new KafkaStreams(LabelPropagation.build(sent, heard), settings.toProperties())) {
                streams.start();
                while (heard.sum() < given + sent.sum()) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            }
            double seconds = seconds(began);
            out.printf(
                    Locale.ROOT,
                    "labels over a topic, %d thread(s): %,d links given, %,d labels told, settled after %.1f s (%,.0f records/s)%n",
                    threads,
                    given / 2,
                    sent.sum(),
                    seconds,
                    heard.sum() / seconds);
            out.flush();
        }
    }

    private static void createTopic(String bootstrap) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(LabelPropagation.TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topic cannot be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    // A link is told to both its ends.
    private static long fill(String bootstrap, LinkGraph graph) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap, "linger.ms", 20, "batch.size", 512 * 1024, "compression.type", "lz4");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            long links = graph.tell((account, artefact) -> {
                var unused = producer.send(link(account, artefact));
                unused = producer.send(link(artefact, account));
            });
            producer.flush();
            return 2 * links;
        }
    }

    private static ProducerRecord<byte[], byte[]> link(long from, long to) {
        return new ProducerRecord<>(
                LabelPropagation.TOPIC,
                LabelPropagation.key(from),
                LabelPropagation.message(LabelPropagation.LINK, to));
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
