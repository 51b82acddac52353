// SPDX-License-Identifier: Apache-2.0
package dev.stillwatch.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.stillwatch.auditor.intake.FormatRegistry;
import dev.stillwatch.auditor.processor.IntakeProcessor;
import dev.stillwatch.auditor.processor.StoreName;
import dev.stillwatch.auditor.processor.StreamPlan;
import dev.stillwatch.auditor.runtime.Auditor;
import dev.stillwatch.auditor.runtime.AuditorSettings;
import dev.stillwatch.auditor.runtime.EmbeddedBroker;
import dev.stillwatch.auditor.runtime.Topics;
import dev.stillwatch.deploy.endtoend.Replays.Shape;
import dev.stillwatch.deploy.simulate.Recipe;
import dev.stillwatch.deploy.simulate.Scenario;
import dev.stillwatch.deploy.simulate.Simulation;
import dev.stillwatch.policies.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Every simulated text carries a canary: none may be found behind intake. */
final class LeakTest {
    private static final String CANARY = "zqleak";
    private static final int THINNING = 8;

    @TempDir
    private static Path directory;

    private static Path usage = Path.of("");
    private static List<String> records = List.of();

    @BeforeAll
    static void simulate() throws Exception {
        Simulation.of(Recipe.of(Scenario.DEMO, 4).withCanary(CANARY)).write(directory, count -> {});
        List<String> all = Files.readAllLines(directory.resolve("usage.ndjson"));
        List<String> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += THINNING) {
            some.add(all.get(i));
        }
        // Broken records are where content slips into a message.
        String good = all.get(0);
        some.add(good.substring(0, good.length() / 2));
        some.add(good.replace("\"input_tokens\":", "\"input_tokens\":-"));
        some.add(good.replace("\"time\":\"", "\"time\":\"" + CANARY));
        some.add("{\"" + CANARY + "\":\"" + CANARY + "\"}");
        records = some;
        usage = Files.write(directory.resolve("some.ndjson"), records);
    }

    @Test
    void noTextReachesATopicAStoreOrALogLine() throws Exception {
        Map<StoreName, Integer> stored = new EnumMap<>(StoreName.class);
        Set<String> leaks = new TreeSet<>();
        Map<String, Integer> topics;
        ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
        try (AutoCloseable unused = listen(log);
                EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            AuditorSettings settings = new AuditorSettings(
                    broker.bootstrapServers(),
                    "leak",
                    "",
                    directory.resolve("state"),
                    1,
                    0,
                    Optional.empty(),
                    Duration.ofMillis(100),
                    new AuditorSettings.End.OfInput(
                            Instant.parse("2027-01-01T00:00:00Z").toEpochMilli(), true));
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                new Topics(admin, "").create(Topics.OF_AUDITOR, 1, 1, true);
            }
            CountDownLatch ended = new CountDownLatch(1);
            StreamPlan.Progress progress = new StreamPlan.Progress() {
                @Override
                public void ended(int partition) {
                    ended.countDown();
                }
            };
            produce(broker.bootstrapServers());
            try (Auditor auditor =
                    Auditor.start(settings, Replays.DETECTION, FormatRegistry.AUTO, Replays.POLICY, progress)) {
                await().atMost(Duration.ofMinutes(3)).until(() -> ended.getCount() == 0 || auditor.hasFailed());
                auditor.eachStored((store, key, value) -> {
                    stored.merge(store, 1, Integer::sum);
                    if (holds(key) || holds(value)) {
                        leaks.add("store " + store);
                    }
                });
            }
            topics = readTopics(broker.bootstrapServers(), leaks);
        }
        log.stream().filter(line -> line.contains(CANARY)).forEach(line -> leaks.add("log"));
        assertThat(leaks).containsExactly("topic llm.usage");
        assertThat(stored)
                .containsKeys(StoreName.PROFILES, StoreName.HISTORIES, StoreName.DUPLICATES)
                .containsKeys(StoreName.RING_LINKS, StoreName.RING_CONTRIBUTIONS, StoreName.RINGS)
                .containsKeys(StoreName.RING_MEMBERS, StoreName.COMPOSED);
        assertThat(topics)
                .containsKeys(
                        Topic.EXCHANGES.topicName(),
                        Topic.REJECTS.topicName(),
                        Topic.STANDINGS.topicName(),
                        Topic.ALERTS.topicName(),
                        Topic.EDGES.topicName(),
                        Topic.CONTRIBUTIONS.topicName(),
                        Topic.MEMBERSHIPS.topicName(),
                        "leak-profiles-changelog",
                        "leak-pending-changelog");
        assertThat(log).isNotEmpty();
    }

    @Test
    void noTextReachesAResultFile() throws Exception {
        Path out = directory.resolve("out");
        Replays.run(usage, out, new Shape(2, 2, false));
        try (var files = Files.walk(out)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSizeGreaterThan(5);
            for (Path file : all) {
                assertThat(holds(Files.readAllBytes(file))).as(file.toString()).isFalse();
            }
        }
    }

    private static void produce(String bootstrap) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String record : records) {
                var unused = producer.send(new ProducerRecord<>(
                        Topic.USAGE.topicName(), 0, null, record.getBytes(StandardCharsets.UTF_8)));
            }
            ProducerRecord<byte[], byte[]> end = new ProducerRecord<>(Topic.USAGE.topicName(), 0, null, new byte[0]);
            end.headers().add(IntakeProcessor.END_HEADER, new byte[] {1});
            var unused = producer.send(end);
        }
    }

    /** Records of every topic, internal ones too, what was aborted included. */
    private static Map<String, Integer> readTopics(String bootstrap, Set<String> leaks) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            Set<String> names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            List<TopicPartition> partitions = names.stream()
                    .flatMap(name -> consumer.partitionsFor(name).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    counts.merge(record.topic(), 1, Integer::sum);
                    boolean leak = holds(record.key()) || holds(record.value());
                    for (var header : record.headers()) {
                        leak |= holds(header.value());
                    }
                    if (leak) {
                        leaks.add("topic " + record.topic());
                    }
                });
            }
        }
        return counts;
    }

    private static AutoCloseable listen(ConcurrentLinkedQueue<String> lines) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger own = (Logger) LoggerFactory.getLogger("dev.stillwatch");
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(event.getFormattedMessage());
                for (var fault = event.getThrowableProxy(); fault != null; fault = fault.getCause()) {
                    lines.add(String.valueOf(fault.getMessage()));
                }
            }
        };
        Logger kafka = (Logger) LoggerFactory.getLogger("org.apache.kafka");
        Level before = root.getLevel();
        Level kafkaBefore = kafka.getLevel();
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.INFO);
        kafka.setLevel(Level.INFO);
        // Heard here and not shown: a broker's settings would drown the tests' output.
        kafka.addAppender(appender);
        kafka.setAdditive(false);
        own.setLevel(Level.TRACE);
        return () -> {
            root.detachAppender(appender);
            root.setLevel(before);
            kafka.setLevel(kafkaBefore);
            kafka.detachAppender(appender);
            kafka.setAdditive(true);
            own.setLevel(null);
        };
    }

    private static boolean holds(byte[] bytes) {
        return bytes != null && new String(bytes, StandardCharsets.ISO_8859_1).contains(CANARY);
    }
}
