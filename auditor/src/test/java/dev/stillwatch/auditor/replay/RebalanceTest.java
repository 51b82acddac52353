// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.processor.StreamPlan;
import dev.stillwatch.auditor.runtime.Auditor;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.runtime.Detection;
import dev.stillwatch.auditor.runtime.Detections;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.auditor.runtime.Harvesters;
import dev.stillwatch.auditor.runtime.Topics;
import dev.stillwatch.auditor.runtime.UsageWriter;
import dev.stillwatch.policies.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of the auditor that ships on one broker: accounts change hands while they are being judged. */
class RebalanceTest {
    private static final int PARTITIONS = 4;
    /** Records written at each look: a small share, so that traffic lasts until the second instance works. */
    private static final int SLICE = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Detection DETECTION =
            Detections.standard(ChildProcesses.KEY, ChildProcesses.VOCABULARY, "test");

    private final List<String> records = Harvesters.records(12_000);

    @TempDir
    private Path directory;

    /** All findings and all versions of all standings, byte for byte. */
    private record Results(List<String> alerts, List<String> standings) {}

    @Test
    void anInstanceThatJoinsAndOneThatLeavesChangeNeitherAlertsNorStandings() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"))) {
            Results alone = alone(new Run(broker.bootstrapServers(), "alone."));
            assertThat(alone.alerts()).hasSizeGreaterThan(20);
            assertThat(alone.standings()).hasSizeGreaterThan(20).anyMatch(Run::tellsOfARing);

            assertThat(changing(new Run(broker.bootstrapServers(), "changing.")))
                    .isEqualTo(alone);
        }
    }

    private Results alone(Run run) {
        try (UsageWriter usage = run.usage();
                Instance only = run.start("only")) {
            usage.write(records);
            usage.end();
            await().atMost(PATIENCE).until(() -> only.ended.size() == PARTITIONS);
        }
        return run.results();
    }

    private Results changing(Run run) throws Exception {
        try (UsageWriter usage = run.usage();
                Instance first = run.start("first")) {
            Iterator<String> rest = records.iterator();
            // At half time everybody in the ring harvests and nobody else does.
            usage.write(next(rest, records.size() / 2));
            await().atMost(PATIENCE).until(() -> first.judged.size() == PARTITIONS && run.hasRing());
            try (Instance second = run.start("second")) {
                // Traffic goes on while the second takes partitions over, so that both have work to do.
                await().atMost(PATIENCE).until(() -> {
                    usage.write(next(rest, SLICE));
                    return !second.judged.isEmpty();
                });
                assertThat(second.judged).hasSizeLessThan(PARTITIONS);
                assertThat(rest).hasNext();
                first.close();
                run.forget("first");
                usage.write(next(rest, records.size()));
                usage.end();
                await().atMost(PATIENCE).until(() -> second.ended.size() == PARTITIONS);
            }
            assertThat(first.ended).isEmpty();
        }
        return run.results();
    }

    private static List<String> next(Iterator<String> rest, int most) {
        List<String> next = new ArrayList<>();
        while (next.size() < most && rest.hasNext()) {
            next.add(rest.next());
        }
        return next;
    }

    /** One application with topics of its own. */
    private final class Run {
        private final String bootstrap;
        private final String prefix;

        Run(String bootstrap, String prefix) {
            this.bootstrap = bootstrap;
            this.prefix = prefix;
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                new Topics(admin, prefix).create(Topics.OF_AUDITOR, 2, PARTITIONS, true);
            }
        }

        UsageWriter usage() {
            return new UsageWriter(bootstrap, prefix + Topic.USAGE.topicName(), 2);
        }

        Instance start(String name) {
            return new Instance(new AuditorSettings(
                    bootstrap,
                    prefix + "app",
                    prefix,
                    directory.resolve(prefix + name),
                    1,
                    0,
                    Optional.of(name),
                    Duration.ofMillis(100),
                    new AuditorSettings.End.OfInput(
                            Instant.parse("2027-01-01T00:00:00Z").toEpochMilli(), true)));
        }

        /** A static member that stops keeps its place for a restart; this gives the place up at once. */
        void forget(String name) throws Exception {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                admin.removeMembersFromConsumerGroup(
                                prefix + "app",
                                new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove(name + "-1"))))
                        .all()
                        .get();
            }
        }

        Results results() {
            return new Results(read(Topic.ALERTS), read(Topic.STANDINGS));
        }

        /** Whether a ring was told already: the task that forms rings then changes hands with something to lose. */
        boolean hasRing() {
            return read(Topic.STANDINGS).stream().anyMatch(Run::tellsOfARing);
        }

        static boolean tellsOfARing(String standing) {
            return standing.contains("ring-");
        }

        private List<String> read(Topic topic) {
            List<String> values = new ArrayList<>();
            new TopicReader(bootstrap).read(prefix + topic.topicName(), record -> {
                values.add(new String(record.value(), StandardCharsets.ISO_8859_1));
            });
            return values.stream().sorted().toList();
        }
    }

    /** A running auditor, and which partitions it has worked on. */
    private static final class Instance implements AutoCloseable {
        private final Set<Integer> judged = ConcurrentHashMap.newKeySet();
        private final Set<Integer> ended = ConcurrentHashMap.newKeySet();
        private final Auditor auditor;

        Instance(AuditorSettings settings) {
            StreamPlan.Progress progress = new StreamPlan.Progress() {
                @Override
                public void judged(int partition, long exchanges) {
                    judged.add(partition);
                }

                @Override
                public void ended(int partition) {
                    ended.add(partition);
                }
            };
            auditor = Auditor.start(settings, DETECTION, FormatRegistry.AUTO, ChildProcesses.POLICY, progress);
        }

        @Override
        public void close() {
            auditor.close();
        }
    }
}
