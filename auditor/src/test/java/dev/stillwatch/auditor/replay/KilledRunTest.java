// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.auditor.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stillwatch.auditor.runtime.Harvesters;
import dev.stillwatch.auditor.runtime.PolicyPublisher;
import dev.stillwatch.auditor.runtime.Topics;
import dev.stillwatch.policies.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker in a process of its own; the auditor that ships in another, killed in the middle of a run and started again. */
class KilledRunTest {
    /** What the shell calls an exit by signal 9. */
    private static final int KILLED = 128 + 9;

    @TempDir
    private Path directory;

    /** All findings and all versions of all standings, byte for byte. */
    private record Results(List<String> alerts, List<String> standings) {}

    @Test
    void killedTwiceInTheMiddleItEndsWithTheAlertsAndStandingsOfAnUndisturbedRun() throws Exception {
        Path input = Files.write(directory.resolve("usage.ndjson"), Harvesters.records(48_000));
        Path address = directory.resolve("address");
        Process broker = ChildProcesses.start(
                ChildProcesses.Broker.class, directory.resolve("broker").toString(), address.toString());
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(address));
            String bootstrap = Files.readString(address);
            Results undisturbed = new Run(bootstrap, "calm.", input).finish();
            int alerts = undisturbed.alerts().size();
            assertThat(alerts).isGreaterThan(20);
            assertThat(undisturbed.standings()).hasSizeGreaterThan(20).anyMatch(standing -> standing.contains("ring-"));

            Run killed = new Run(bootstrap, "killed.", input);
            assertThat(killed.killAfter(alerts / 4)).isLessThan(alerts);
            assertThat(killed.killAfter(alerts / 2)).isLessThan(alerts);

            assertThat(killed.finish()).isEqualTo(undisturbed);
        } finally {
            broker.destroyForcibly().waitFor();
        }
    }

    /** One application on the broker, with topics and state of its own. */
    private final class Run {
        private final String bootstrap;
        private final String prefix;

        Run(String bootstrap, String prefix, Path input) throws Exception {
            this.bootstrap = bootstrap;
            this.prefix = prefix;
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                new Topics(admin, prefix).create(Topics.OF_AUDITOR, 2, 2, true);
            }
            new PolicyPublisher(bootstrap).publish(prefix + Topic.POLICIES.topicName(), List.of(ChildProcesses.POLICY));
            new Feed(bootstrap, prefix + Topic.USAGE.topicName(), 2, BacktestProgress.NONE).feed(List.of(input));
        }

        /** Starts the auditor and kills it when so many alerts are out; says how many were when it was dead. */
        int killAfter(int alerts) throws Exception {
            Process victim = start();
            follow(prefix + Topic.ALERTS.topicName(), alerts);
            assertThat(victim.destroyForcibly().waitFor())
                    .as("it was still working")
                    .isEqualTo(KILLED);
            return read(Topic.ALERTS).size();
        }

        Results finish() throws Exception {
            Process last = start();
            assertThat(last.waitFor(150, TimeUnit.SECONDS)).isTrue();
            assertThat(last.exitValue()).isZero();
            return new Results(read(Topic.ALERTS), read(Topic.STANDINGS));
        }

        private Process start() throws Exception {
            return ChildProcesses.start(
                    ChildProcesses.Replay.class,
                    bootstrap,
                    prefix,
                    directory.resolve(prefix + "state").toString());
        }

        /** Reads what is committed as it comes, until there are so many records. */
        private void follow(String topic, int records) {
            Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.assign(List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1)));
                consumer.seekToBeginning(consumer.assignment());
                AtomicInteger read = new AtomicInteger();
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> read.addAndGet(
                                        consumer.poll(Duration.ofMillis(50)).count())
                                >= records);
            }
        }

        private List<String> read(Topic topic) {
            List<String> values = new ArrayList<>();
            new TopicReader(bootstrap).read(prefix + topic.topicName(), record -> {
                values.add(new String(record.value(), StandardCharsets.ISO_8859_1));
            });
            return values.stream().sorted().toList();
        }
    }
}
